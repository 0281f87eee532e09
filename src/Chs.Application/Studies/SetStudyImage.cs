using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Sets or removes a study's square picture. Needs the right to write its details.</summary>
/// <param name="StudyId">The study.</param>
/// <param name="Content">The picture's file; null: none.</param>
/// <param name="IfVersion">The version that was read; null: any.</param>
public sealed record SetStudyImage(Guid StudyId, byte[]? Content, int? IfVersion)
    : IRequest<Outcome<StudyView>>,
        IOwnTransactions
{
    // The picture is stored before the transaction begins, so that no lock is held during the upload.
    internal sealed class Handler(
        IChsDb db,
        AccessControl access,
        IPictures pictures,
        IObjectStore store,
        ReviewPolicy policy,
        TimeProvider time
    ) : IRequestHandler<SetStudyImage, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(SetStudyImage request, CancellationToken cancellationToken)
        {
            var allowed = await db.FindStudyAsync(request.StudyId, StudyRight.WriteDetails, access, cancellationToken);
            if (allowed.Failed)
                return allowed.Error;
            string? path = null;
            if (request.Content is { } content)
            {
                var picture = Media.Check(pictures, content, "image", PictureShape.Square);
                if (picture.Failed)
                    return picture.Error;
                path = await Media.StoreAsync(store, picture.Value, $"studies/{request.StudyId}", cancellationToken);
            }

            db.ClearTracked();
            return await db.InTransactionAsync(
                () => SetImageAsync(request, path, cancellationToken),
                cancellationToken
            );
        }

        async Task<Outcome<StudyView>> SetImageAsync(
            SetStudyImage request,
            string? path,
            CancellationToken cancellationToken
        )
        {
            var found = await db.FindStudyAsync(
                request.StudyId,
                StudyRight.WriteDetails,
                request.IfVersion,
                access,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var previousState = study.State;
            var now = time.GetUtcNow();
            study.SetImage(path, access.Actor!.Id, now, policy);
            // The study may have been sent back to review, which has no author.
            if (study.State != previousState)
                db.StudyLog.Add(StudyLogEntry.Of(study, null, study.Comments, now));
            var draft = await db.DraftOfAsync(study, cancellationToken);
            return await db.ViewOfAsync(study, draft, cancellationToken);
        }
    }
}
