using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain.Labs;

namespace Chs.Application.Labs;

/// <summary>Which labs a key with limits shows.</summary>
static class LabReach
{
    extension(IQueryable<Lab> labs)
    {
        /// <summary>
        /// A lab's key shows its lab, a key for some studies the labs of these; there are no limits for others.
        /// </summary>
        public IQueryable<Lab> WithinReachOf(Actor? actor, IChsDb db)
        {
            if (actor?.Lab is { } grant)
                return labs.Where(l => l.Id == grant.LabKey);
            if (actor is not { IsLimitedToStudies: true })
                return labs;
            Guid[] studies = [.. actor.Scope!.Studies];
            return labs.Where(l => db.Studies.Any(s => s.LabId == l.Id && studies.Contains(s.Uuid)));
        }
    }
}
