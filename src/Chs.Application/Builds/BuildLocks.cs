using Chs.Application.Ports;
using Chs.Domain.Builds;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>Locks builds, so that whoever writes one sees what others have written before.</summary>
sealed class BuildLocks(IChsDb db)
{
    /// <summary>Loads a build for writing and locks its row until the running transaction ends.</summary>
    /// <returns>Null when there is no such build.</returns>
    public async Task<Build?> TakeAsync(Guid id, CancellationToken cancellationToken)
    {
        // An update that changes nothing takes the row's lock on both databases.
        var locked = await db
            .Builds.Where(b => b.Uuid == id)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.EventCount, b => b.EventCount), cancellationToken);
        if (locked == 0)
            return null;
        return await db.Builds.SingleAsync(b => b.Uuid == id, cancellationToken);
    }
}
