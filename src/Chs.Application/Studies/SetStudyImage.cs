using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Sets or removes a study's square picture. Needs the right to write its details.</summary>
/// <param name="StudyId">The study.</param>
/// <param name="Content">The picture's file; null: none.</param>
/// <param name="IfVersion">The versions that were read; null: any.</param>
public sealed record SetStudyImage(Guid StudyId, byte[]? Content, ExpectedVersions? IfVersion) : ICommand<StudyView>
{
    /// <summary>Stores the picture, so that no transaction waits for the upload.</summary>
    internal sealed class Preparation(StudyFinder studies, PictureStore pictures, Prepared<StoredPicture> picture)
        : IPreparation<SetStudyImage>
    {
        public async Task<Outcome> PrepareAsync(SetStudyImage request, CancellationToken cancellationToken)
        {
            var found = await studies.FindAsync(
                request.StudyId,
                StudyRight.WriteDetails,
                request.IfVersion,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var stored = await pictures.StoreAsync(
                request.Content,
                PictureShape.Square,
                $"studies/{request.StudyId}",
                cancellationToken
            );
            if (stored.Failed)
                return stored.Error;
            picture.Value = stored.Value;
            return Outcome.Ok;
        }
    }

    internal sealed class Handler(
        StudyFinder studies,
        StudyViews views,
        Actor actor,
        Prepared<StoredPicture> picture,
        ReviewPolicy policy,
        TimeProvider time
    ) : IRequestHandler<SetStudyImage, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(SetStudyImage request, CancellationToken cancellationToken)
        {
            var found = await studies.FindWholeAsync(
                request.StudyId,
                StudyRight.WriteDetails,
                request.IfVersion,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var before = ReviewStanding.Of(found.Value);
            found.Value.SetImage(picture.Value.Path, actor.Deed(time), policy);
            var view = await views.OfAsync(found.Value, cancellationToken);
            return view.WithWarnings(before.WarningsAfter(found.Value));
        }
    }
}
