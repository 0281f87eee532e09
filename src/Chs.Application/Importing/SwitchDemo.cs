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
/// links in mails, keys, plays.
/// </remarks>
public sealed record SwitchDemo : ICommand<DemoAddresses>, ISystemRequest
{
    internal sealed class Handler(IChsDb db, SiteOptions site, LogInSessions sessions, TimeProvider time)
        : IRequestHandler<SwitchDemo, Outcome<DemoAddresses>>
    {
        public async Task<Outcome<DemoAddresses>> Handle(SwitchDemo request, CancellationToken cancellationToken)
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

            return new DemoAddresses([.. users.Select(NameOf)]);
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

/// <summary>The addresses of the demo's accounts in the database; ids of those that have another address now.</summary>
public sealed record DemoAddresses(IReadOnlyList<string> All);
