using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Lets a lab test families. Only site reviewers may.</summary>
public sealed record ApproveLab(Guid LabId, int? IfVersion) : ICommand<LabView>
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time) : IRequestHandler<ApproveLab, Outcome<LabView>>
    {
        public async Task<Outcome<LabView>> Handle(ApproveLab request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor) return Error.Unauthenticated;
            var found = await db.FindLabAsync(request.LabId, actor, cancellationToken);
            if (found.Failed) return found.Error;
            if (!found.Value.Allows(LabRight.EditApproval)) return Error.Forbidden;
            var lab = found.Value.Lab;
            if (request.IfVersion is { } expected && expected != lab.Version) return Error.Stale;

            var approved = lab.Approve(actor.Id, time.GetUtcNow());
            return approved.Failed ? approved.Error : LabView.Of(lab, found.Value.Role);
        }
    }
}
