using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Withdraws a lab's approval. For the site's reviewers.</summary>
/// <remarks>
/// Active studies go on, but none can be submitted, approved or activated. The plays that are under way end.
/// </remarks>
public sealed record WithdrawLabApproval(Guid LabId, ExpectedVersions? IfVersion) : ICommand<LabView>
{
    internal sealed class Handler(IChsDb db, LabFinder labs, Actor actor, TimeProvider time)
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
            var lab = found.Value.Lab;
            lab.WithdrawApproval(actor.Deed(time));
            await db
                .Plays.Where(p => db.Studies.Any(s => s.Id == p.StudyId && s.LabId == lab.Id))
                .ExecuteDeleteAsync(cancellationToken);
            return LabView.Of(found.Value);
        }
    }
}
