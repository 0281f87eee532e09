using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Removes a log-in elsewhere from the actor's account. A password can always be chosen by mail.</summary>
public sealed record RemoveExternalLogIn(Guid ExternalLogInId) : ICommand, ISessionOnly, IOpenToFamilies
{
    internal sealed class Handler(IChsDb db, Actor actor, TimeProvider time)
        : IRequestHandler<RemoveExternalLogIn, Outcome>
    {
        public async Task<Outcome> Handle(RemoveExternalLogIn request, CancellationToken cancellationToken)
        {
            var removed = await db
                .ExternalIdentities.Where(i => i.Uuid == request.ExternalLogInId && i.UserId == actor.Key)
                .ExecuteDeleteAsync(cancellationToken);
            if (removed == 0)
                return Error.NotFound("external_log_in");
            db.Audit.Add(AuditEntry.Of(actor.Id, "unlink external log-in", actor.Id, "{}", time.GetUtcNow()));
            return Outcome.Ok;
        }
    }
}
