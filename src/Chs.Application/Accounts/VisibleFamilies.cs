using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>The families whose data the actor can see in v1 and v2.</summary>
/// <remarks>
/// These are the actor's own, families with a response that the actor can read, and all families for actors with
/// <see cref="SiteRight.ReadAllUserData"/>. Nobody sees data of inactive users.
/// </remarks>
static class VisibleFamilies
{
    extension(IChsDb db)
    {
        public async Task<IQueryable<User>> VisibleUsersAsync(AccessControl access, CancellationToken cancellationToken)
        {
            var active = db.Users.Where(u => u.IsActive);
            if (access.Actor!.Rights.Has(SiteRight.ReadAllUserData))
                return active;
            var actor = access.Actor.Key;
            var responses = await db.VisibleResponsesAsync(access, cancellationToken);
            return active.Where(u => u.Id == actor || responses.Any(r => r.ParticipantId == u.Id));
        }

        /// <summary>The visible children, including those that their parents have removed.</summary>
        public async Task<IQueryable<Child>> VisibleChildrenAsync(
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            var ofActive = db.Children.Where(c => db.Users.Any(u => u.Id == c.UserId && u.IsActive));
            if (access.Actor!.Rights.Has(SiteRight.ReadAllUserData))
                return ofActive;
            var actor = access.Actor.Key;
            var responses = await db.VisibleResponsesAsync(access, cancellationToken);
            return ofActive.Where(c => c.UserId == actor || responses.Any(r => r.ChildId == c.Id));
        }

        public async Task<IQueryable<DemographicSnapshot>> VisibleDemographicsAsync(
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            var ofActive = db.DemographicSnapshots.Where(d => db.Users.Any(u => u.Id == d.UserId && u.IsActive));
            if (access.Actor!.Rights.Has(SiteRight.ReadAllUserData))
                return ofActive;
            var actor = access.Actor.Key;
            var responses = await db.VisibleResponsesAsync(access, cancellationToken);
            return ofActive.Where(d => d.UserId == actor || responses.Any(r => r.DemographicSnapshotId == d.Id));
        }
    }
}
