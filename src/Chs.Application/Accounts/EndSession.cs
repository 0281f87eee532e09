using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Ends one of the actor's log-ins.</summary>
public sealed record EndSession(Guid SessionId) : ICommand, ISessionOnly, IOpenToFamilies
{
    internal sealed class Handler(IChsDb db, Actor actor, TimeProvider time) : IRequestHandler<EndSession, Outcome>
    {
        public async Task<Outcome> Handle(EndSession request, CancellationToken cancellationToken)
        {
            var deleted = await db
                .Credentials.Where(Credential.IsLogIn)
                .Where(c => c.Uuid == request.SessionId && c.UserId == actor.Key)
                .ExecuteDeleteAsync(cancellationToken);
            if (deleted == 0)
                return Error.NotFound("session");
            db.Audit.Add(AuditEntry.Of(actor.Id, "end session", actor.Id, "{}", time.GetUtcNow()));
            return Outcome.Ok;
        }
    }
}
