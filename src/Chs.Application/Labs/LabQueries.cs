using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

static class FindLab
{
    extension(IChsDb db)
    {
        /// <summary>A lab that the actor may see: approved ones everybody, others their members and site reviewers.</summary>
        public async Task<Outcome<ReachedLab>> FindLabAsync(Guid id, Actor? actor, CancellationToken cancellationToken)
        {
            var lab = await db.Labs.SingleOrDefaultAsync(l => l.Uuid == id, cancellationToken);
            if (lab is null)
                return Error.NotFound("lab");
            List<LabRole> roles = actor is not { LacksSecondFactor: false }
                ? []
                : await db
                    .LabMemberships.Where(m => m.LabId == lab.Id && m.UserId == actor.Key)
                    .Select(m => m.Role)
                    .ToListAsync(cancellationToken);
            var rights = roles.Aggregate(
                actor?.Rights.OnLabs ?? LabRight.None,
                (held, role) => held | Permissions.OnLab(role)
            );
            return lab.IsApproved || roles is not [] || rights.HasFlag(LabRight.EditDetails)
                ? new ReachedLab(lab, roles is [] ? null : roles.Max(), rights)
                : Error.NotFound("lab");
        }

        /// <summary>A lab with which the actor may do this.</summary>
        /// <param name="ifVersion">The version that was read; null: whatever it is.</param>
        public async Task<Outcome<ReachedLab>> FindLabAsync(
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
            return ifVersion is { } expected && expected != found.Value.Lab.Version
                ? Error.StaleAt(found.Value.Lab.Version)
                : found;
        }
    }
}

/// <summary>A lab, and what the actor is and may do there.</summary>
/// <param name="Role">The highest; null: none.</param>
sealed record ReachedLab(Lab Lab, LabRole? Role, LabRight Rights)
{
    public bool Allows(LabRight right) => (Rights & right) == right;
}
