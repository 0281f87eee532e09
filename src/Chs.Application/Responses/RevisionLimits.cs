using Chs.Application.Ports;
using Chs.Domain.Responses;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Keeps the earlier values of a session within their limits, so that no player can fill the database with them.</summary>
sealed class RevisionLimits(IChsDb db)
{
    const int DeletedAtOnce = 500;

    /// <summary>Deletes what is too much. The caller holds the response's lock, and has saved the new revisions.</summary>
    public async Task ApplyAsync(Response response, CancellationToken cancellationToken)
    {
        if (response.Revisions.Count == 0)
            return;
        var isTooLarge = response.RevisionBytes > ResponseRevision.MaximumBytes;
        if (!isTooLarge && !await HasTooManyAsync(response, cancellationToken))
            return;

        var all = await RevisionsOf(response)
            .OrderBy(r => r.Id)
            .Select(r => new RevisionSize(r.Id, r.Part, r.Ordinal, r.Bytes))
            .ToListAsync(cancellationToken);
        var tooMuch = ResponseRevision.TooMuchOf(all);
        foreach (var keys in tooMuch.Select(revision => revision.Id).Chunk(DeletedAtOnce))
            await db.ResponseRevisions.Where(r => keys.Contains(r.Id)).ExecuteDeleteAsync(cancellationToken);
        response.CountDropped(tooMuch);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Whether there are too many of any part. An index answers it.</summary>
    Task<bool> HasTooManyAsync(Response response, CancellationToken cancellationToken) =>
        RevisionsOf(response)
            .GroupBy(r => new { r.Part, r.Ordinal })
            .Where(same => same.Count() > ResponseRevision.MaximumOfSamePart)
            .Select(same => same.Key.Part)
            .AnyAsync(cancellationToken);

    IQueryable<ResponseRevision> RevisionsOf(Response response) =>
        db.ResponseRevisions.AsNoTracking().Where(r => r.ResponseId == response.Id);
}
