using Chs.Application.Ports;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

static class StudyAdmins
{
    extension(IChsDb db)
    {
        /// <summary>Whether the user is the study's only active admin.</summary>
        /// <remarks>
        /// Every change of roles also updates the study's row, so of two concurrent changes the second fails instead of
        /// relying on an admin whom the first removes.
        /// </remarks>
        public async Task<bool> IsLastAdminAsync(Study study, long user, CancellationToken cancellationToken)
        {
            var admins = db.StudyMemberships.Where(m => m.StudyId == study.Id && m.Role == StudyRole.Admin);
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
