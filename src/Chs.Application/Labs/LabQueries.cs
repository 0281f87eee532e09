using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

static class LabQueries
{
    extension(IChsDb db)
    {
        /// <summary>Finds a lab that the actor may see: an approved one, or any for its members and the site's reviewers.</summary>
        public async Task<Outcome<LabWithRights>> FindLabAsync(
            Guid id,
            Actor? actor,
            CancellationToken cancellationToken
        )
        {
            var lab = await db.Labs.SingleOrDefaultAsync(l => l.Uuid == id, cancellationToken);
            if (lab is null)
                return Error.NotFound("lab");
            var roles = await db.LoadRolesAsync(lab, actor, cancellationToken);
            var rights = actor?.Rights.OnLabs ?? LabRight.None;
            foreach (var role in roles)
                rights |= Permissions.OnLab(role);
            if (!lab.IsApproved && roles is [] && !rights.HasFlag(LabRight.EditDetails))
                return Error.NotFound("lab");
            return new LabWithRights(lab, roles is [] ? null : roles.Max(), rights);
        }

        /// <summary>Finds a lab on which the actor holds the right, and refuses it when it was changed since it was read.</summary>
        /// <param name="ifVersion">The version that was read; null: any.</param>
        public async Task<Outcome<LabWithRights>> FindLabAsync(
            Guid id,
            LabRight right,
            int? ifVersion,
            Actor? actor,
            CancellationToken cancellationToken
        )
        {
            if (actor is null)
                return Error.Unauthenticated;
            var found = await db.FindLabAsync(id, actor, cancellationToken);
            if (found.Failed)
                return found.Error;
            if (!found.Value.Allows(right))
                return Error.Forbidden;
            var version = found.Value.Lab.Version;
            return ifVersion is { } expected && expected != version ? Error.StaleAt(version) : found;
        }

        /// <summary>Finds a lab whose researchers the actor may manage.</summary>
        public async Task<Outcome<Lab>> FindManagedLabAsync(Guid id, Actor? actor, CancellationToken cancellationToken)
        {
            var found = await db.FindLabAsync(id, LabRight.ManageResearchers, null, actor, cancellationToken);
            return found.Failed ? found.Error : found.Value.Lab;
        }

        /// <summary>The actor's roles in the lab; none before a required second factor was given.</summary>
        async Task<List<LabRole>> LoadRolesAsync(Lab lab, Actor? actor, CancellationToken cancellationToken)
        {
            if (actor is not { LacksSecondFactor: false })
                return [];
            return await db
                .LabMemberships.Where(m => m.LabId == lab.Id && m.UserId == actor.Key)
                .Select(m => m.Role)
                .ToListAsync(cancellationToken);
        }
    }
}
