using Chs.Application.Ports;
using Chs.Domain.Labs;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

static class LabAdmins
{
    extension(IChsDb db)
    {
        /// <summary>Whether the user is the lab's only active admin.</summary>
        /// <remarks>
        /// Every change of roles also updates the lab's row, so of two concurrent changes the second fails instead of
        /// relying on an admin whom the first removes.
        /// </remarks>
        public async Task<bool> IsLastAdminAsync(Lab lab, long user, CancellationToken cancellationToken)
        {
            var admins = db.LabMemberships.Where(m => m.LabId == lab.Id && m.Role == LabRole.Admin);
            if (!await admins.AnyAsync(m => m.UserId == user, cancellationToken))
                return false;
            var hasOthers = await admins.AnyAsync(
                m => m.UserId != user && db.Users.Any(u => u.Id == m.UserId && u.IsActive),
                cancellationToken
            );
            return !hasOthers;
        }
    }
}
