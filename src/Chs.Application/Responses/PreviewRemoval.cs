using Chs.Application.Ports;
using Chs.Domain.Studies;
using Chs.Domain.Videos;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Removes the previews of a study.</summary>
static class PreviewRemoval
{
    extension(IChsDb db)
    {
        /// <summary>Deletes the responses of a study's previews and schedules the removal of their videos.</summary>
        /// <returns>Number of responses.</returns>
        public async Task<int> RemovePreviewsAsync(Study study, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var previews = db.Responses.Where(r => r.StudyId == study.Id && r.IsPreview);
            var rows = await db
                .Videos.Join(previews, v => v.ResponseId, r => r.Id, (video, response) => new { video, response })
                .ToListAsync(cancellationToken);
            foreach (var row in rows)
            {
                db.VideoRemovals.Add(VideoRemoval.Of(row.video, row.response, now));
                db.Videos.Remove(row.video);
            }

            // Videos refer to their responses, so they are deleted first.
            await db.SaveChangesAsync(cancellationToken);
            return await previews.ExecuteDeleteAsync(cancellationToken);
        }
    }
}
