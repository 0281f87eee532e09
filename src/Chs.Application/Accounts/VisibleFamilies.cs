using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain.Accounts;
using Chs.Domain.Responses;

namespace Chs.Application.Accounts;

/// <summary>Whom scripts may see: oneself, families with a response that one may read, and everybody for whoever holds that right. Inactive people are seen by nobody.</summary>
static class VisibleFamilies
{
    extension(IChsDb db)
    {
        public async Task<IQueryable<User>> VisibleUsersAsync(AccessControl access, CancellationToken cancellationToken)
        {
            var active = db.Users.Where(u => u.IsActive);
            if (access.Actor!.Rights.Has(SiteRight.ReadAllUserData))
                return active;
            var (actor, responses) = (access.Actor.Key, await db.VisibleResponsesAsync(access, cancellationToken));
            return active.Where(u => u.Id == actor || responses.Any(r => r.ParticipantId == u.Id));
        }

        /// <summary>Children who were removed by their parents are among them.</summary>
        public async Task<IQueryable<Child>> VisibleChildrenAsync(
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            var ofActive = db.Children.Where(c => db.Users.Any(u => u.Id == c.UserId && u.IsActive));
            if (access.Actor!.Rights.Has(SiteRight.ReadAllUserData))
                return ofActive;
            var (actor, responses) = (access.Actor.Key, await db.VisibleResponsesAsync(access, cancellationToken));
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
            var (actor, responses) = (access.Actor.Key, await db.VisibleResponsesAsync(access, cancellationToken));
            return ofActive.Where(d => d.UserId == actor || responses.Any(r => r.DemographicSnapshotId == d.Id));
        }
    }
}
