using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Discards a draft: the approved protocol becomes the draft again, as a new version. Needs the right to write details.</summary>
public sealed record DiscardDraft(Guid StudyId, ExpectedVersions? IfVersion) : ICommand<StudyView>
{
    internal sealed class Handler(IChsDb db, StudyFinder studies, StudyViews views, Actor actor, TimeProvider time)
        : IRequestHandler<DiscardDraft, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(DiscardDraft request, CancellationToken cancellationToken)
        {
            var found = await studies.FindWholeAsync(
                request.StudyId,
                StudyRight.WriteDetails,
                request.IfVersion,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            if (!study.HasDraftBeside)
                return StudyErrors.NothingToPropose;

            var approved = await db.StudyVersions.SingleAsync(
                v => v.StudyId == study.Id && v.Number == study.ApprovedNumber,
                cancellationToken
            );
            var before = ReviewStanding.Of(study);
            var discarded = study.DiscardDraft(approved, actor.Deed(time));
            if (discarded.Failed)
                return discarded.Error;
            var view = await views.OfAsync(study, cancellationToken);
            return view.WithWarnings(before.WarningsAfter(study));
        }
    }
}
