using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Gives a study a square picture, or takes it away. Needs the right to write its details.</summary>
/// <param name="StudyId">The study.</param>
/// <param name="Content">The picture's file; null: none.</param>
/// <param name="IfVersion">The version that was read; null: whatever it is.</param>
public sealed record SetStudyImage(Guid StudyId, byte[]? Content, int? IfVersion)
    : IRequest<Outcome<StudyView>>,
        IOwnTransactions
{
    // The store is asked outside of the transaction: nobody waits for the database because a picture is on its way.
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
                path = await Media.KeepAsync(store, picture.Value, $"studies/{request.StudyId}", cancellationToken);
            }

            db.ClearTracked();
            return await db.ChangeAsync(
                async () =>
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
                    var (study, now, before) = (found.Value, time.GetUtcNow(), found.Value.State);
                    study.SetImage(path, access.Actor!.Id, now, policy);
                    if (study.State != before)
                        db.StudyLog.Add(StudyLogEntry.Of(study, null, study.Comments, now));
                    return Outcome<StudyView>.Of(
                        await db.ViewOfAsync(study, await db.DraftOfAsync(study, cancellationToken), cancellationToken)
                    );
                },
                cancellationToken
            );
        }
    }
}
