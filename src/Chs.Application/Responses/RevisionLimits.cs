using Chs.Application.Ports;
using Chs.Domain.Responses;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Keeps the earlier values of a session within their limits, so that no player can fill the database with them.</summary>
sealed class RevisionLimits(IChsDb db)
{
    /// <summary>Deletes what is too much. The caller holds the response's lock, and has saved the new revisions.</summary>
    public async Task ApplyAsync(Response response, CancellationToken cancellationToken)
    {
        if (response.Revisions.Count == 0)
            return;
        foreach (var part in await CrowdedPartsAsync(response, cancellationToken))
        {
            var revisions = RevisionsOf(response).Where(r => r.Part == part.Part && r.Ordinal == part.Ordinal);
            await DropAsync(
                response,
                ResponseRevision.BeyondCount(await SizesOf(revisions, cancellationToken)),
                cancellationToken
            );
        }

        if (response.RevisionBytes > ResponseRevision.MaximumBytes)
        {
            var all = await SizesOf(RevisionsOf(response), cancellationToken);
            await DropAsync(response, ResponseRevision.BeyondBytes(all), cancellationToken);
        }
    }

    Task<List<CrowdedPart>> CrowdedPartsAsync(Response response, CancellationToken cancellationToken) =>
        RevisionsOf(response)
            .GroupBy(r => new { r.Part, r.Ordinal })
            .Where(group => group.Count() > ResponseRevision.MaximumOfSamePart)
            .Select(group => new CrowdedPart(group.Key.Part, group.Key.Ordinal))
            .ToListAsync(cancellationToken);

    async Task DropAsync(Response response, IReadOnlyList<RevisionSize> revisions, CancellationToken cancellationToken)
    {
        if (revisions is [])
            return;
        long[] keys = [.. revisions.Select(revision => revision.Id)];
        await db.ResponseRevisions.Where(r => keys.Contains(r.Id)).ExecuteDeleteAsync(cancellationToken);
        response.CountDropped(revisions);
        await db.SaveChangesAsync(cancellationToken);
    }

    IQueryable<ResponseRevision> RevisionsOf(Response response) =>
        db.ResponseRevisions.AsNoTracking().Where(r => r.ResponseId == response.Id);

    static Task<List<RevisionSize>> SizesOf(
        IQueryable<ResponseRevision> revisions,
        CancellationToken cancellationToken
    ) => revisions.OrderBy(r => r.Id).Select(r => new RevisionSize(r.Id, r.Bytes)).ToListAsync(cancellationToken);

    sealed record CrowdedPart(RevisedPart Part, int? Ordinal);
}
