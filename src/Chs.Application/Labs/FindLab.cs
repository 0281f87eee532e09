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
            if (lab is null) return Error.NotFound("lab");
            List<LabRole> roles = actor is not { LacksSecondFactor: false } ? [] : await db.LabMemberships.Where(m => m.LabId == lab.Id && m.UserId == actor.Key).Select(m => m.Role).ToListAsync(cancellationToken);
            var rights = roles.Aggregate(actor?.Rights.OnLabs ?? LabRight.None, (held, role) => held | Permissions.OnLab(role));
            return lab.IsApproved || roles is not [] || rights.HasFlag(LabRight.EditDetails)
                ? new ReachedLab(lab, roles is [] ? null : roles.Max(), rights)
                : Error.NotFound("lab");
        }
    }
}

/// <summary>A lab, and what the actor is and may do there.</summary>
/// <param name="Role">The highest; null: none.</param>
sealed record ReachedLab(Lab Lab, LabRole? Role, LabRight Rights)
{
    public bool Allows(LabRight right) => (Rights & right) == right;
}
