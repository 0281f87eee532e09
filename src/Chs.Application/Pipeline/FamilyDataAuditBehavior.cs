using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Auditing;
using MediatR;

namespace Chs.Application.Pipeline;

/// <summary>Leaves a line when data of other families are shown, and none when a family sees its own: runners ask for it all the time.</summary>
sealed class FamilyDataAuditBehavior<TRequest, TAnswer>(IChsDb db, ICurrentActor current, TimeProvider time)
    : IPipelineBehavior<TRequest, Outcome<TAnswer>>
    where TRequest : IShowsFamilyData<TAnswer>
{
    public async Task<Outcome<TAnswer>> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<Outcome<TAnswer>> next
    )
    {
        var outcome = await next();
        if (
            outcome.Failed
            || current.Actor is not { } actor
            || request.CountOthers(outcome.Value, actor) is not (> 0 and var others)
        )
            return outcome;
        db.Audit.Add(
            AuditEntry.Of(
                actor.Id,
                request.AuditAction,
                request.AuditSubject,
                $$"""{"shown":{{others}}}""",
                time.GetUtcNow()
            )
        );
        await db.SaveChangesAsync(cancellationToken);
        return outcome;
    }
}
