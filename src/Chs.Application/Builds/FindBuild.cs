using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

static class FindBuild
{
    extension(IChsDb db)
    {
        /// <summary>A build and its study, for whoever may see the study and holds the right. "Not there" and "not yours to see" are one answer.</summary>
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
            return study.Failed
                ? study.Error.Kind is ErrorKind.NotFound
                    ? Error.NotFound("build")
                    : study.Error
                : (build, study.Value);
        }

        /// <summary>Takes a build for writing: nobody else changes it until the running transaction ends.</summary>
        public async Task<Build?> LockBuildAsync(Guid id, CancellationToken cancellationToken)
        {
            // Writing the row as it is takes its lock on both databases.
            if (
                await db
                    .Builds.Where(b => b.Uuid == id)
                    .ExecuteUpdateAsync(set => set.SetProperty(b => b.EventCount, b => b.EventCount), cancellationToken)
                == 0
            )
                return null;
            return await db.Builds.SingleAsync(b => b.Uuid == id, cancellationToken);
        }

        /// <summary>Writes down what is to be told of a build that was locked.</summary>
        public void Tell(Build build, IEnumerable<BuildLine> lines, DateTimeOffset now) =>
            db.BuildEvents.AddRange(build.AppendEvents(lines, now));

        public async Task<BuildView> ViewAsync(Build build, CancellationToken cancellationToken)
        {
            var by = await db
                .Users.Where(u => u.Id == build.RequestedBy)
                .Select(u => (Guid?)u.Uuid)
                .SingleOrDefaultAsync(cancellationToken);
            return BuildView.Of(
                build,
                by,
                await db.Studies.AnyAsync(s => s.CurrentBuildId == build.Id, cancellationToken)
            );
        }
    }
}
