using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Importing;

/// <summary>
/// Lets nobody use the demo's accounts on a site that doesn't show the demo, and opens them again on one that does.
/// </summary>
/// <remarks>
/// They become inactive, so that every way in is closed at once, also those that are added later: log-ins, codes,
/// links in mails, keys, plays. What they left where people work is taken back: <see cref="DemoLeftovers"/>.
/// </remarks>
public sealed record SwitchDemo : ICommand<SwitchedDemo>, ISystemRequest
{
    internal sealed class Handler(
        IChsDb db,
        SiteOptions site,
        LogInSessions sessions,
        DemoLeftovers leftovers,
        TimeProvider time
    ) : IRequestHandler<SwitchDemo, Outcome<SwitchedDemo>>
    {
        public async Task<Outcome<SwitchedDemo>> Handle(SwitchDemo request, CancellationToken cancellationToken)
        {
            var users = await db
                .Users.Where(u => u.Demo != DemoStanding.None)
                .OrderBy(u => u.Id)
                .ToListAsync(cancellationToken);
            foreach (var user in users)
            {
                if (site.IsDemo)
                    Open(user);
                else
                    await CloseAsync(user, cancellationToken);
            }

            return new SwitchedDemo([.. users.Select(NameOf)], await SettleAsync(users, cancellationToken));
        }

        async Task<DemoLeft> SettleAsync(List<User> demo, CancellationToken cancellationToken)
        {
            if (demo is [])
                return DemoLeft.Nothing;
            if (!site.IsDemo)
                return await leftovers.TakeBackAsync(cancellationToken);
            await leftovers.ShowStudiesAsync(cancellationToken);
            return DemoLeft.Nothing;
        }

        /// <summary>Logs show it, so an address that a person has given the account isn't named.</summary>
        static string NameOf(User user) =>
            new DemoAccounts().Addresses.Contains(user.Email) ? user.Email : user.Uuid.ToString();

        void Open(User user)
        {
            if (user.ReopenDemo())
                db.Audit.Add(AuditEntry.Of(null, "reopen demo account", user.Uuid, "{}", time.GetUtcNow()));
        }

        async Task CloseAsync(User user, CancellationToken cancellationToken)
        {
            if (!user.CloseDemo())
                return;
            await sessions.EndAllWithTokensAsync(user, by: null, cancellationToken);
            db.Audit.Add(AuditEntry.Of(null, "close demo account", user.Uuid, "{}", time.GetUtcNow()));
        }
    }
}

/// <summary>What a start found of a demo, and did about it.</summary>
/// <param name="Accounts">Addresses of the demo's accounts in the database; ids of those that have another address now.</param>
/// <param name="Left">What they had left where people work.</param>
public sealed record SwitchedDemo(IReadOnlyList<string> Accounts, DemoLeft Left);
