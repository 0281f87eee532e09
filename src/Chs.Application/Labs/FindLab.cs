using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

static class FindLab
{
    extension(IChsDb db)
    {
        /// <summary>A lab that the actor may see: approved ones everybody, others their members and site reviewers.</summary>
        public async Task<Outcome<(Lab Lab, LabRole? Role)>> FindLabAsync(Guid id, Actor? actor, CancellationToken cancellationToken)
        {
            var lab = await db.Labs.SingleOrDefaultAsync(l => l.Uuid == id, cancellationToken);
            if (lab is null) return Error.NotFound("lab");
            var role = actor is null ? null : await db.RoleInLabAsync(lab.Id, actor, cancellationToken);
            return lab.IsApproved || role is not null || actor is { IsStaff: true } ? (lab, role) : Error.NotFound("lab");
        }

        public Task<LabRole?> RoleInLabAsync(long lab, Actor actor, CancellationToken cancellationToken) =>
            db.LabMemberships.Where(m => m.LabId == lab && m.UserId == actor.Key).Select(m => (LabRole?)m.Role).SingleOrDefaultAsync(cancellationToken);
    }
}
