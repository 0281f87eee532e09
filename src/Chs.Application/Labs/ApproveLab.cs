using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;

namespace Chs.Application.Labs;

/// <summary>Allows a lab to test families. For the site's reviewers.</summary>
public sealed record ApproveLab(Guid LabId, ExpectedVersions? IfVersion) : ICommand<LabView>
{
    internal sealed class Handler(LabFinder labs, Actor actor, TimeProvider time)
        : IRequestHandler<ApproveLab, Outcome<LabView>>
    {
        public async Task<Outcome<LabView>> Handle(ApproveLab request, CancellationToken cancellationToken)
        {
            var found = await labs.FindAsync(
                request.LabId,
                LabRight.EditApproval,
                request.IfVersion,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            found.Value.Lab.Approve(actor.Deed(time));
            return LabView.Of(found.Value);
        }
    }
}
