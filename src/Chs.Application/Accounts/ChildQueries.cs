using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Finds children for use cases of their parent.</summary>
static class ChildQueries
{
    extension(IChsDb db)
    {
        /// <summary>Finds a child of the actor that isn't deleted. Children of other people are answered as not found.</summary>
        public async Task<Outcome<Child>> FindOwnChildAsync(
            Guid id,
            ICurrentActor current,
            CancellationToken cancellationToken
        )
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var child = await db.Children.SingleOrDefaultAsync(
                c => c.Uuid == id && c.UserId == actor.Key && !c.IsDeleted,
                cancellationToken
            );
            return child is null ? Error.NotFound("child") : child;
        }
    }
}
