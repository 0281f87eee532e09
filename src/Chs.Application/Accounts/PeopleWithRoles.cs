using Chs.Application.Ports;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>Imported people have roles without being researchers, and see as much.</summary>
static class PeopleWithRoles
{
    extension(IChsDb db)
    {
        /// <summary>Everybody with a role in a lab or a study.</summary>
        public IQueryable<User> UsersWithRoles =>
            db.Users.Where(u =>
                db.LabMemberships.Any(m => m.UserId == u.Id) || db.StudyMemberships.Any(m => m.UserId == u.Id)
            );
    }
}
