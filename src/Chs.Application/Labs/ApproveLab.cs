using Chs.Application.Access;
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
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<ApproveLab, Outcome<LabView>>
    {
        public async Task<Outcome<LabView>> Handle(ApproveLab request, CancellationToken cancellationToken)
        {
            var found = await db.FindLabAsync(
                request.LabId,
                LabRight.EditApproval,
                request.IfVersion,
                current.Actor,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var (lab, actor) = (found.Value.Lab, current.Actor!);

            var approved = lab.Approve(actor.Id, time.GetUtcNow());
            return approved.Failed ? approved.Error : LabView.Of(found.Value);
        }
    }
}

/// <summary>Takes a lab's approval back. Only site reviewers may. Studies that run go on; none can be submitted, approved or started.</summary>
public sealed record WithdrawLabApproval(Guid LabId, int? IfVersion) : ICommand<LabView>
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<WithdrawLabApproval, Outcome<LabView>>
    {
        public async Task<Outcome<LabView>> Handle(WithdrawLabApproval request, CancellationToken cancellationToken)
        {
            var found = await db.FindLabAsync(
                request.LabId,
                LabRight.EditApproval,
                request.IfVersion,
                current.Actor,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var (lab, actor) = (found.Value.Lab, current.Actor!);
            lab.WithdrawApproval(actor.Id, time.GetUtcNow());
            return LabView.Of(found.Value);
        }
    }
}
