using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Withdraws a proposed draft from review. Needs the right to change the status.</summary>
public sealed record WithdrawDraft(Guid StudyId, ExpectedVersions? IfVersion) : ICommand<StudyView>
{
    internal sealed class Handler(StudyFinder studies, StudyViews views, Actor actor, TimeProvider time)
        : IRequestHandler<WithdrawDraft, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(WithdrawDraft request, CancellationToken cancellationToken)
        {
            var found = await studies.FindWholeAsync(
                request.StudyId,
                StudyRight.ChangeStatus,
                request.IfVersion,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var withdrawn = found.Value.WithdrawProposal(actor.Deed(time));
            return withdrawn.Failed ? withdrawn.Error : await views.OfAsync(found.Value, cancellationToken);
        }
    }
}
