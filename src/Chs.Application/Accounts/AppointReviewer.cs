using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Makes an account a site reviewer, or an administrator who may do everything. For operators at the machine: no contract offers it.</summary>
public sealed record AppointReviewer(string Email, bool AsAdministrator = false) : ICommand
{
    internal sealed class Handler(IChsDb db, TimeProvider time) : IRequestHandler<AppointReviewer, Outcome>
    {
        public async Task<Outcome> Handle(AppointReviewer request, CancellationToken cancellationToken)
        {
            var email = User.Canonical(request.Email);
            var user = await db.Users.SingleOrDefaultAsync(u => u.Email == email, cancellationToken);
            if (user is null)
                return Error.NotFound("account");
            user.AppointReviewer();
            if (request.AsAdministrator)
            {
                user.MakeSuperuser();
                user.ConfirmEmail(time.GetUtcNow());
            }

            db.Audit.Add(
                AuditEntry.Of(
                    null,
                    request.AsAdministrator ? "appoint administrator" : "appoint reviewer",
                    user.Uuid,
                    "{}",
                    time.GetUtcNow()
                )
            );
            return Outcome.Ok;
        }
    }
}
