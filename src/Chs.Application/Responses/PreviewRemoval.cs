using Chs.Application.Ports;
using Chs.Domain.Studies;
using Chs.Domain.Videos;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Removes the previews of a study, with its test participants.</summary>
sealed class PreviewRemoval(IChsDb db)
{
    const int VideosAtOnce = 500;

    /// <summary>
    /// Deletes the responses of a study's previews and its test participants, and schedules the removal of the videos.
    /// </summary>
    /// <remarks>Runs in the request's transaction; the pipeline saves.</remarks>
    public async Task<DeletedPreviews> RunAsync(Study study, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var participants = db.Children.Where(c => c.TestOfStudyId == study.Id);
        // Whoever begins a preview with one of them at this moment locks it too: one waits for the other.
        await participants.ExecuteUpdateAsync(
            set => set.SetProperty(c => c.Version, c => c.Version),
            cancellationToken
        );
        var previews = db.Responses.Where(r => r.StudyId == study.Id && r.IsPreview);
        var videos = db.Videos.Where(v => previews.Any(r => r.Id == v.ResponseId));
        var rows = await videos
            .AsNoTracking()
            .Join(previews, v => v.ResponseId, r => r.Id, (video, response) => new { video, response })
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
            db.VideoRemovals.Add(VideoRemoval.Of(row.video, row.response, now));

        // Videos refer to their responses, so they are deleted first, and only those that were read: one that is
        // registered at this moment keeps its response, rather than its file being forgotten.
        foreach (var keys in rows.Select(row => row.video.Id).Chunk(VideosAtOnce))
            await db.Videos.Where(v => keys.Contains(v.Id)).ExecuteDeleteAsync(cancellationToken);
        var responses = await previews.ExecuteDeleteAsync(cancellationToken);
        var count = await participants.ExecuteDeleteAsync(cancellationToken);
        return new DeletedPreviews(responses, count);
    }
}
