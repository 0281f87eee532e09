using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Auditing;
using Chs.Domain.Studies;
using Chs.Domain.Videos;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Deletes what was recorded in tries of a study; films of them seven days later. Needs the right to delete previews.</summary>
public sealed record DeletePreviews(Guid StudyId) : ICommand<DeletedPreviews>
{
    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<DeletePreviews, Outcome<DeletedPreviews>>
    {
        public async Task<Outcome<DeletedPreviews>> Handle(DeletePreviews request, CancellationToken cancellationToken)
        {
            var found = await db.FindStudyAsync(request.StudyId, StudyRight.DeletePreviews, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            var now = time.GetUtcNow();
            var deleted = await db.RemovePreviewsAsync(found.Value, now, cancellationToken);
            db.Audit.Add(
                AuditEntry.Of(
                    access.Actor!.Id,
                    "delete previews",
                    request.StudyId,
                    $$"""{"responses":{{deleted}}}""",
                    now
                )
            );
            return new DeletedPreviews(deleted);
        }
    }
}

/// <summary>What was deleted.</summary>
/// <param name="Responses">How many sessions.</param>
public sealed record DeletedPreviews(int Responses);

static class Previews
{
    extension(IChsDb db)
    {
        public async Task<int> RemovePreviewsAsync(Study study, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var previews = db.Responses.Where(r => r.StudyId == study.Id && r.IsPreview);
            foreach (
                var row in await db
                    .Videos.Join(previews, v => v.ResponseId, r => r.Id, (video, response) => new { video, response })
                    .ToListAsync(cancellationToken)
            )
            {
                db.VideoRemovals.Add(VideoRemoval.Of(row.video, row.response, now));
                db.Videos.Remove(row.video);
            }

            await db.SaveChangesAsync(cancellationToken); // films first: responses can't go before them
            return await previews.ExecuteDeleteAsync(cancellationToken);
        }
    }
}
