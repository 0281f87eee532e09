using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Auditing;
using MediatR;

namespace Chs.Application.Pipeline;

/// <summary>Writes each success of an <see cref="IAudited"/> request to the audit log.</summary>
/// <remarks>
/// The result is returned only after the entry has been saved. The entry of a change is saved by the transaction around it.
/// </remarks>
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
        foreach (var subject in request.AuditSubjects)
            db.Audit.Add(AuditEntry.Of(current.Actor?.Id, request.AuditAction, subject, "{}", time.GetUtcNow()));
        if (request is not IChange)
            await db.SaveChangesAsync(cancellationToken);
        return outcome;
    }
}
