using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Auditing;
using MediatR;

namespace Chs.Application.Pipeline;

/// <summary>Writes to the audit log when an <see cref="IShowsFamilyData{TAnswer}"/> request shows other families' data.</summary>
/// <remarks>A family that reads its own data is not recorded: experiments do that all the time.</remarks>
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
        if (outcome.Failed || current.Actor is not { } actor)
            return outcome;
        var others = request.CountOthers(outcome.Value, actor);
        if (others == 0)
            return outcome;
        var details = $$"""{"shown":{{others}}}""";
        db.Audit.Add(AuditEntry.Of(actor.Id, request.AuditAction, request.AuditSubject, details, time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        return outcome;
    }
}
