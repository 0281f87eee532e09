using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Auditing;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Ends all of the actor's log-ins except the one that sends the request.</summary>
/// <param name="Session">Secret of the session that stays; null: all of them end.</param>
public sealed record EndOtherSessions(string? Session) : ICommand, ISessionOnly, IOpenToFamilies
{
    internal sealed class Handler(IChsDb db, LogInSessions sessions, Actor actor, TimeProvider time)
        : IRequestHandler<EndOtherSessions, Outcome>
    {
        public async Task<Outcome> Handle(EndOtherSessions request, CancellationToken cancellationToken)
        {
            await sessions.EndOthersAsync(actor.Key, request.Session, cancellationToken);
            db.Audit.Add(AuditEntry.Of(actor.Id, "end other sessions", actor.Id, "{}", time.GetUtcNow()));
            return Outcome.Ok;
        }
    }
}
