using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Mails about labs' keys for scripts: new ones, and those for which nobody answers any more.</summary>
sealed class LabTokenNotices(IChsDb db, Mailings mailings, SiteAddress site) : IOutboxReceiver
{
    public Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        message.Kind switch
        {
            nameof(LabTokenCreated) => OnCreatedAsync(message, cancellationToken),
            nameof(LabTokenHandedOver) => OnHandedOverAsync(message, cancellationToken),
            nameof(LabMemberRemoved) => OnLossAsync(
                message,
                Mailings.Read<LabMemberRemoved>(message).User,
                cancellationToken
            ),
            nameof(LabRoleAssigned) => OnLossAsync(
                message,
                Mailings.Read<LabRoleAssigned>(message).User,
                cancellationToken
            ),
            nameof(LabHandedOver) => OnLossAsync(
                message,
                Mailings.Read<LabHandedOver>(message).From,
                cancellationToken
            ),
            nameof(UserModerated) => OnLossAsync(
                message,
                Mailings.Read<UserModerated>(message).User,
                cancellationToken
            ),
            nameof(UserRightsGranted) => OnLossAsync(
                message,
                Mailings.Read<UserRightsGranted>(message).User,
                cancellationToken
            ),
            _ => Task.CompletedTask,
        };

    /// <remarks>No new password and no log-out ends a key, so everybody is told who could revoke it.</remarks>
    async Task OnCreatedAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var created = Mailings.Read<LabTokenCreated>(message);
        // It was revoked before the mail could be sent.
        if (await FindAsync(created.Token, cancellationToken) is not { } key)
            return;
        var maker = await NameOfAsync(created.By, cancellationToken);
        var mail = new MailTemplate(
            $"{key.LabName}: a key for scripts was made",
            $"{maker} made the key '{key.Label}', with which programs can act for the lab. No log-out and no new password "
                + "ends it. Revoke it (listLabTokens, revokeLabToken) if nobody needs it."
        )
        {
            Links = LinkTo(created.Lab),
        };
        await mailings.SendAsync(message, db.ManagersOf(created.Lab), mail, cancellationToken);
    }

    async Task OnHandedOverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var handed = Mailings.Read<LabTokenHandedOver>(message);
        if (await FindAsync(handed.Token, cancellationToken) is not { } key)
            return;
        var mail = new MailTemplate(
            $"{key.LabName}: a key for scripts was passed on to you",
            $"The key '{key.Label}' of the lab was passed on to you. It doesn't work until you confirm it (confirmLabToken). "
                + "Whoever had it may still know it: make another (createLabToken) and revoke this one (revokeLabToken) unless "
                + "you know who uses it."
        )
        {
            Links = LinkTo(handed.Lab),
        };
        await mailings.SendAsync(message, mailings.Person(handed.To), mail, cancellationToken);
    }

    /// <summary>
    /// Tells labs which keys stopped because their keeper can't answer for them any more. They wait for a confirmation from
    /// then on, also if that person comes back, and nobody is told of them again.
    /// </summary>
    async Task OnLossAsync(OutboxMessage message, Guid keeper, CancellationToken cancellationToken)
    {
        var since = message.CreatedAt;
        var ofKeeper = db.LabTokens.Where(t => db.Users.Any(u => u.Id == t.KeeperId && u.Uuid == keeper));
        var kept = db.LabTokens.WithKeeper(db);
        // Before the mails, which take long: whoever confirms a key meanwhile has it.
        var lost = await ofKeeper
            .Where(t => t.WaitsSince == null && !kept.Any(k => k.Id == t.Id))
            .ExecuteUpdateAsync(
                set => set.SetProperty(t => t.WaitsSince, since).SetProperty(t => t.Version, t => t.Version + 1),
                cancellationToken
            );
        // Of what was lost in an earlier attempt, perhaps nobody has been told.
        if (lost == 0 && message.Attempts <= 1)
            return;
        var keys = await (
            from token in ofKeeper
            join lab in db.Labs on token.LabId equals lab.Id
            where token.WaitsSince == since
            orderby token.Id
            select new Key(token.Label, lab.Uuid, lab.Name)
        ).ToListAsync(cancellationToken);
        foreach (var ofLab in keys.GroupBy(key => key.Lab))
            await TellAsync(message, keeper, [.. ofLab], cancellationToken);
    }

    async Task TellAsync(OutboxMessage message, Guid keeper, Key[] keys, CancellationToken cancellationToken)
    {
        var name = await NameOfAsync(keeper, cancellationToken);
        var lab = keys[0].Lab;
        var mail = new MailTemplate(
            $"{keys[0].LabName}: keys for scripts wait for somebody",
            $"{name} answered for keys of the lab, and can't any more. They don't work until somebody who manages the lab's "
                + "researchers confirms them (listLabTokens, confirmLabToken): whoever left may still know them. Revoke those "
                + "that nobody needs (revokeLabToken).",
            $"Keys: {string.Join(", ", keys.Select(key => $"'{key.Label}'"))}."
        )
        {
            Links = LinkTo(lab),
        };
        await mailings.SendAsync(message, db.ManagersOf(lab), mail, cancellationToken);
    }

    Task<Key?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (
            from token in db.LabTokens
            join lab in db.Labs on token.LabId equals lab.Id
            where token.Uuid == id
            select new Key(token.Label, lab.Uuid, lab.Name)
        ).SingleOrDefaultAsync(cancellationToken);

    (string, Uri)[] LinkTo(Guid lab) => [("The lab", site.Lab(lab))];

    async Task<string> NameOfAsync(Guid user, CancellationToken cancellationToken) =>
        await mailings.NameAsync(user, cancellationToken) ?? "Somebody";

    sealed record Key(string Label, Guid Lab, string LabName);
}
