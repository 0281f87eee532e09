using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Auditing;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Makes an account a site reviewer, or an administrator with all rights.</summary>
/// <remarks>For operators on the server's command line; no API offers it.</remarks>
public sealed record AppointReviewer(string Email, bool AsAdministrator = false) : ICommand, ISystemRequest
{
    internal sealed class Handler(AccountsByEmail accounts, IChsDb db, TimeProvider time)
        : IRequestHandler<AppointReviewer, Outcome>
    {
        public async Task<Outcome> Handle(AppointReviewer request, CancellationToken cancellationToken)
        {
            if (await accounts.FindByEmailAsync(request.Email, cancellationToken) is not { } user)
                return Error.NotFound("account");
            var now = time.GetUtcNow();
            user.AppointReviewer();
            if (request.AsAdministrator)
            {
                user.MakeSuperuser();
                user.ConfirmEmail(now);
            }

            var action = request.AsAdministrator ? AuditEntry.AdministratorAppointed : "appoint reviewer";
            db.Audit.Add(AuditEntry.Of(null, action, user.Uuid, "{}", now));
            return Outcome.Ok;
        }
    }
}
