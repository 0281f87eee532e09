using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Auditing;
using MediatR;

namespace Chs.Application.Pipeline;

/// <summary>Leaves a line for each success of an audited request; nothing is shown unless the line is durable (or will be, with the transaction around it).</summary>
sealed class AuditBehavior<TRequest, TResponse>(IChsDb db, ICurrentActor current, TimeProvider time)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IAudited
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        var outcome = await next();
        if (outcome.Error is not null)
            return outcome;
        db.Audit.Add(
            AuditEntry.Of(current.Actor?.Id, request.AuditAction, request.AuditSubject, "{}", time.GetUtcNow())
        );
        if (request is not IChange)
            await db.SaveChangesAsync(cancellationToken);
        return outcome;
    }
}
