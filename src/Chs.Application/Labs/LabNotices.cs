using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Application.Site;
using Chs.Domain.Labs;
using Chs.Domain.Messaging;

namespace Chs.Application.Labs;

/// <summary>Mails about labs and their members.</summary>
sealed class LabNotices(IChsDb db, Mailings mailings, SiteAddress site) : IOutboxReceiver
{
    public Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        message.Kind switch
        {
            nameof(LabCreated) => OnCreatedAsync(message, cancellationToken),
            nameof(LabApproved) => OnApprovedAsync(message, cancellationToken),
            nameof(LabApprovalWithdrawn) => OnApprovalWithdrawnAsync(message, cancellationToken),
            nameof(LabRoleAssigned) => OnRoleAssignedAsync(message, cancellationToken),
            nameof(LabMemberRemoved) => OnMemberRemovedAsync(message, cancellationToken),
            nameof(LabJoinRequested) => OnJoinRequestedAsync(message, cancellationToken),
            _ => Task.CompletedTask,
        };

    async Task OnCreatedAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var created = Mailings.Read<LabCreated>(message);
        var name = await NameOfAsync(created.By, cancellationToken);
        var mail = new MailTemplate(
            $"New lab: {created.Name}",
            $"{name} made the lab {created.Name}. Its studies can be submitted once you approve it."
        )
        {
            Links = LinkTo(created.Lab),
            IsLimited = true,
        };
        await mailings.SendAsync(message, mailings.Reviewers(), mail, cancellationToken);
    }

    Task OnApprovedAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var approved = Mailings.Read<LabApproved>(message);
        var mail = new MailTemplate(
            $"{approved.Name} may test families now",
            "The site's reviewers approved your lab. Its studies can be submitted and started."
        )
        {
            Links = LinkTo(approved.Lab),
            IsLimited = true,
        };
        return mailings.SendAsync(message, AdminsOf(approved.Lab), mail, cancellationToken);
    }

    Task OnApprovalWithdrawnAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var withdrawn = Mailings.Read<LabApprovalWithdrawn>(message);
        var mail = new MailTemplate(
            $"{withdrawn.Name}: the approval was withdrawn",
            "The site's reviewers took the approval of your lab back. "
                + "Its studies can't be submitted or started for now."
        )
        {
            Links = LinkTo(withdrawn.Lab),
            IsLimited = true,
        };
        return mailings.SendAsync(message, AdminsOf(withdrawn.Lab), mail, cancellationToken);
    }

    Task OnRoleAssignedAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var assigned = Mailings.Read<LabRoleAssigned>(message);
        var role = TextRules.ToContractName(assigned.Role);
        var mail = new MailTemplate(
            $"{assigned.Name}: your role is '{role}'",
            $"You have the role '{role}' in the lab {assigned.Name} now."
        )
        {
            Links = LinkTo(assigned.Lab),
            IsLimited = true,
        };
        return mailings.SendAsync(message, mailings.Person(assigned.User), mail, cancellationToken);
    }

    Task OnMemberRemovedAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var removed = Mailings.Read<LabMemberRemoved>(message);
        var mail = new MailTemplate(
            $"{removed.Name}: you don't belong to the lab any more",
            $"Your roles in the lab {removed.Name} and its studies were taken away."
        );
        return mailings.SendAsync(message, mailings.Person(removed.User), mail, cancellationToken);
    }

    async Task OnJoinRequestedAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var requested = Mailings.Read<LabJoinRequested>(message);
        var name = await NameOfAsync(requested.User, cancellationToken);
        var mail = new MailTemplate(
            $"{requested.Name}: {name} wants to join",
            $"{name} asks to join the lab {requested.Name}. Give a role, or decline, among the lab's members."
        )
        {
            Links = [("The lab's members", site.LabMembers(requested.Lab))],
            IsLimited = true,
        };
        await mailings.SendAsync(message, db.ManagersOf(requested.Lab), mail, cancellationToken);
    }

    (string, Uri)[] LinkTo(Guid lab) => [("The lab", site.Lab(lab))];

    async Task<string> NameOfAsync(Guid user, CancellationToken cancellationToken) =>
        await mailings.NameAsync(user, cancellationToken) ?? "Somebody";

    /// <summary>Keys of the lab's admins.</summary>
    IQueryable<long> AdminsOf(Guid lab) =>
        db
            .LabMemberships.Where(m => m.Role == LabRole.Admin && db.Labs.Any(l => l.Id == m.LabId && l.Uuid == lab))
            .Select(m => m.UserId);
}
