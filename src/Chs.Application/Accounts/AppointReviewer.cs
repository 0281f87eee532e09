using Chs.Application.Messaging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Makes an account a site reviewer, or an administrator with all rights.</summary>
/// <remarks>
/// For operators on the server's command line; no API offers it. Never an account of the demo, whose password everybody
/// knows, nor one whose address nobody has confirmed: a stranger may have made it with the address of the person who is
/// meant. Its owner gets a mail.
/// </remarks>
/// <param name="Account">Its address or id.</param>
/// <param name="AsAdministrator">Whether it gets all rights.</param>
public sealed record AppointReviewer(string Account, bool AsAdministrator = false) : ICommand, ISystemRequest
{
    internal sealed class Handler(AccountsByEmail accounts, IChsDb db, TimeProvider time)
        : IRequestHandler<AppointReviewer, Outcome>
    {
        public async Task<Outcome> Handle(AppointReviewer request, CancellationToken cancellationToken)
        {
            if (await FindAsync(request.Account, cancellationToken) is not { } user)
                return Error.NotFound("account");
            if (user.Demo is not DemoStanding.None)
                return AccountErrors.OfDemo;
            if (user.EmailConfirmedAt is null)
                return AccountErrors.AppointUnconfirmed;
            var now = time.GetUtcNow();
            user.AppointReviewer();
            if (request.AsAdministrator)
                user.MakeSuperuser();

            var action = request.AsAdministrator ? AuditEntry.AdministratorAppointed : AuditEntry.ReviewerAppointed;
            db.Audit.Add(AuditEntry.Of(null, action, user.Uuid, "{}", now));
            db.Post(new AccountAppointed(user.Uuid, request.AsAdministrator), now);
            return Outcome.Ok;
        }

        Task<User?> FindAsync(string account, CancellationToken cancellationToken) =>
            Guid.TryParse(account, out var id)
                ? db.Users.SingleOrDefaultAsync(u => u.Uuid == id, cancellationToken)
                : accounts.FindByEmailAsync(account, cancellationToken);
    }
}

/// <summary>Outbox message: an operator gave an account rights on the whole site, so its owner is to be told.</summary>
public sealed record AccountAppointed(Guid User, bool IsAdministrator);
