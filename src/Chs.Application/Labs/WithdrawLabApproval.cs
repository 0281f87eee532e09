using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;

namespace Chs.Application.Labs;

/// <summary>Withdraws a lab's approval. For the site's reviewers.</summary>
/// <remarks>Active studies go on, but none can be submitted, approved or activated.</remarks>
public sealed record WithdrawLabApproval(Guid LabId, ExpectedVersions? IfVersion) : ICommand<LabView>
{
    internal sealed class Handler(LabFinder labs, Actor actor, TimeProvider time)
        : IRequestHandler<WithdrawLabApproval, Outcome<LabView>>
    {
        public async Task<Outcome<LabView>> Handle(WithdrawLabApproval request, CancellationToken cancellationToken)
        {
            var found = await labs.FindAsync(
                request.LabId,
                LabRight.EditApproval,
                request.IfVersion,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            found.Value.Lab.WithdrawApproval(actor.Deed(time));
            return LabView.Of(found.Value);
        }
    }
}
