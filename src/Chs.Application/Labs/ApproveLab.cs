using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;

namespace Chs.Application.Labs;

/// <summary>Allows a lab to test families. For the site's reviewers.</summary>
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
            var approved = found.Value.Lab.Approve(current.Actor!.Id, time.GetUtcNow());
            return approved.Failed ? approved.Error : LabView.Of(found.Value);
        }
    }
}
