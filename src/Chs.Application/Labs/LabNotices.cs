using Chs.Application.Messaging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Application.Site;
using Chs.Domain.Labs;
using Chs.Domain.Messaging;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Mails about labs and who belongs to them.</summary>
sealed class LabNotices(IChsDb db, Mailings post, SiteAddress site) : IOutboxReceiver
{
    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        switch (message.Kind)
        {
            case nameof(LabCreated):
                var founded = Mailings.Read<LabCreated>(message);
                await post.SendAsync(
                    message,
                    post.Reviewers(),
                    new MailTemplate(
                        $"New lab: {founded.Name}",
                        $"{await post.NameAsync(founded.By, cancellationToken) ?? "Somebody"} made the lab {founded.Name}. Its studies can be submitted once you approve it."
                    )
                    {
                        Links = [("The lab", site.Lab(founded.Lab))],
                    },
                    cancellationToken
                );
                break;
            case nameof(LabApproved):
                var approved = Mailings.Read<LabApproved>(message);
                await post.SendAsync(
                    message,
                    Having(approved.Lab, [LabRole.Admin]),
                    new MailTemplate(
                        $"{approved.Name} may test families now",
                        "The site's reviewers approved your lab. Its studies can be submitted and started."
                    )
                    {
                        Links = [("The lab", site.Lab(approved.Lab))],
                    },
                    cancellationToken
                );
                break;
            case nameof(LabApprovalWithdrawn):
                var withdrawn = Mailings.Read<LabApprovalWithdrawn>(message);
                await post.SendAsync(
                    message,
                    Having(withdrawn.Lab, [LabRole.Admin]),
                    new MailTemplate(
                        $"{withdrawn.Name}: the approval was withdrawn",
                        "The site's reviewers took the approval of your lab back. Its studies can't be submitted or started for now."
                    )
                    {
                        Links = [("The lab", site.Lab(withdrawn.Lab))],
                    },
                    cancellationToken
                );
                break;
            case nameof(LabRoleAssigned):
                var given = Mailings.Read<LabRoleAssigned>(message);
                await post.SendAsync(
                    message,
                    post.Person(given.User),
                    new MailTemplate(
                        $"{given.Name}: your role is '{TextRules.ToContractName(given.Role)}'",
                        $"You have the role '{TextRules.ToContractName(given.Role)}' in the lab {given.Name} now."
                    )
                    {
                        Links = [("The lab", site.Lab(given.Lab))],
                    },
                    cancellationToken
                );
                break;
            case nameof(LabMemberRemoved):
                var left = Mailings.Read<LabMemberRemoved>(message);
                await post.SendAsync(
                    message,
                    post.Person(left.User),
                    new MailTemplate(
                        $"{left.Name}: you don't belong to the lab any more",
                        $"Your roles in the lab {left.Name} and its studies were taken away."
                    ),
                    cancellationToken
                );
                break;
            case nameof(LabJoinRequested):
                var asked = Mailings.Read<LabJoinRequested>(message);
                var name = await post.NameAsync(asked.User, cancellationToken) ?? "Somebody";
                LabRole[] managing =
                [
                    .. Enum.GetValues<LabRole>()
                        .Where(role => Permissions.OnLab(role).HasFlag(LabRight.ManageResearchers)),
                ];
                await post.SendAsync(
                    message,
                    Having(asked.Lab, managing),
                    new MailTemplate(
                        $"{asked.Name}: {name} wants to join",
                        $"{name} asks to join the lab {asked.Name}. Give a role, or decline, among the lab's members."
                    )
                    {
                        Links = [("The lab's members", site.LabMembers(asked.Lab))],
                    },
                    cancellationToken
                );
                break;
        }
    }

    IQueryable<long> Having(Guid lab, LabRole[] roles) =>
        db
            .LabMemberships.Where(m => roles.Contains(m.Role) && db.Labs.Any(l => l.Id == m.LabId && l.Uuid == lab))
            .Select(m => m.UserId);
}
