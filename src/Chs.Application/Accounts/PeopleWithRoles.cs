using Chs.Application.Ports;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>Imported people have roles without being researchers, and see as much.</summary>
static class PeopleWithRoles
{
    extension(IQueryable<User> people)
    {
        /// <summary>Those with a role in a lab or a study.</summary>
        public IQueryable<User> WithRoles(IChsDb db) =>
            people.Where(u =>
                db.LabMemberships.Any(m => m.UserId == u.Id) || db.StudyMemberships.Any(m => m.UserId == u.Id)
            );
    }
}
