using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Finds the actor's own children. A child of somebody else, or one that its parent has removed, is as if it didn't exist.
/// </summary>
sealed class ChildFinder(IChsDb db, Actor actor)
{
    /// <summary>Finds a child of the actor.</summary>
    public Task<Outcome<Child>> FindOwnAsync(Guid id, CancellationToken cancellationToken) =>
        FindOwnAsync(id, null, cancellationToken);

    /// <summary>Finds a child of the actor, and refuses it when it was changed since it was read.</summary>
    /// <param name="id">The child.</param>
    /// <param name="ifVersion">The versions that were read; null: any.</param>
    public async Task<Outcome<Child>> FindOwnAsync(
        Guid id,
        ExpectedVersions? ifVersion,
        CancellationToken cancellationToken
    )
    {
        var child = await db.Children.SingleOrDefaultAsync(
            c => c.Uuid == id && c.UserId == actor.Key && !c.IsDeleted,
            cancellationToken
        );
        if (child is null)
            return Error.NotFound("child");
        return child.StaleUnless(ifVersion) is { } stale ? stale : child;
    }
}
