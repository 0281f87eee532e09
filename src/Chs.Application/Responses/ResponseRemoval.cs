using Chs.Application.Ports;
using Chs.Domain.Responses;
using Chs.Domain.Videos;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Removes responses with everything that belongs to them.</summary>
sealed class ResponseRemoval(IChsDb db)
{
    const int VideosAtOnce = 500;

    /// <summary>Deletes the responses, and schedules the removal of their videos.</summary>
    /// <remarks>Runs in the request's transaction; the pipeline saves.</remarks>
    /// <returns>How many responses there were.</returns>
    public async Task<int> RunAsync(
        IQueryable<Response> responses,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .Videos.Where(v => responses.Any(r => r.Id == v.ResponseId))
            .AsNoTracking()
            .Join(responses, v => v.ResponseId, r => r.Id, (video, response) => new { video, response })
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
            db.VideoRemovals.Add(VideoRemoval.Of(row.video, row.response, now));

        // Videos refer to their responses, so they are deleted first, and only those that were read: one that is
        // registered at this moment keeps its response, rather than its file being forgotten.
        foreach (var keys in rows.Select(row => row.video.Id).Chunk(VideosAtOnce))
            await db.Videos.Where(v => keys.Contains(v.Id)).ExecuteDeleteAsync(cancellationToken);
        return await responses.ExecuteDeleteAsync(cancellationToken);
    }
}
