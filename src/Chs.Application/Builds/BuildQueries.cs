using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>Finds, locks and describes builds.</summary>
static class BuildQueries
{
    extension(IChsDb db)
    {
        /// <summary>
        /// Finds a build and its study, provided that the actor may see the study and holds the right.
        /// </summary>
        /// <remarks>A build that the actor may not see is reported as not found.</remarks>
        public async Task<Outcome<(Build Build, Study Study)>> FindBuildAsync(
            Guid id,
            StudyRight right,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var build = await db.Builds.AsNoTracking().SingleOrDefaultAsync(b => b.Uuid == id, cancellationToken);
            if (build is null)
                return Error.NotFound("build");

            var study = await db.FindStudyAsync(build.StudyUuid, right, access, cancellationToken);
            if (!study.Failed)
                return (build, study.Value);
            return study.Error.Kind is ErrorKind.NotFound ? Error.NotFound("build") : study.Error;
        }

        /// <summary>Loads a build for writing and locks its row until the running transaction ends.</summary>
        public async Task<Build?> LockBuildAsync(Guid id, CancellationToken cancellationToken)
        {
            // An update that changes nothing takes the row's lock on both databases.
            var locked = await db
                .Builds.Where(b => b.Uuid == id)
                .ExecuteUpdateAsync(set => set.SetProperty(b => b.EventCount, b => b.EventCount), cancellationToken);
            if (locked == 0)
                return null;
            return await db.Builds.SingleAsync(b => b.Uuid == id, cancellationToken);
        }

        /// <summary>Adds events to a build that has been locked.</summary>
        public void AppendEvents(Build build, IEnumerable<BuildLine> lines, DateTimeOffset now) =>
            db.BuildEvents.AddRange(build.AppendEvents(lines, now));

        /// <summary>Loads what a build's view shows beside the build itself.</summary>
        public async Task<BuildView> ViewAsync(Build build, CancellationToken cancellationToken)
        {
            var requestedBy = await db
                .Users.Where(u => u.Id == build.RequestedBy)
                .Select(u => (Guid?)u.Uuid)
                .SingleOrDefaultAsync(cancellationToken);
            var isCurrent = await db.Studies.AnyAsync(s => s.CurrentBuildId == build.Id, cancellationToken);
            return BuildView.Of(build, requestedBy, isCurrent);
        }
    }
}
