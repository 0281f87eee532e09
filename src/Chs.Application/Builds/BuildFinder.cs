using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>
/// Finds builds for the actor. A build that doesn't exist and one whose study the actor may not see are refused alike;
/// one whose study the actor may see but lacks the right on is forbidden.
/// </summary>
sealed class BuildFinder(IChsDb db, StudyFinder studies, AccessControl access, BuildLocks locks)
{
    /// <summary>Finds a build on whose study the actor holds the right. It isn't tracked.</summary>
    public async Task<Outcome<Build>> FindAsync(Guid id, StudyRight right, CancellationToken cancellationToken)
    {
        var build = await db.Builds.AsNoTracking().SingleOrDefaultAsync(b => b.Uuid == id, cancellationToken);
        if (build is null)
            return Error.NotFound("build");
        var study = await studies.FindAsync(build.StudyUuid, right, cancellationToken);
        if (!study.Failed)
            return build;
        return study.Error.Kind is ErrorKind.NotFound ? Error.NotFound("build") : study.Error;
    }

    /// <summary>Finds a build for writing, and locks its row until the running transaction ends.</summary>
    public async Task<Outcome<Build>> FindAndLockAsync(Guid id, StudyRight right, CancellationToken cancellationToken)
    {
        var found = await FindAsync(id, right, cancellationToken);
        if (found.Failed)
            return found;
        return await locks.TakeAsync(id, cancellationToken) is { } build ? build : Error.NotFound("build");
    }

    /// <summary>Loads what a build's view shows beside the build itself.</summary>
    public async Task<BuildView> ViewAsync(Build build, CancellationToken cancellationToken)
    {
        var study = await db.Studies.AsNoTracking().SingleAsync(s => s.Id == build.StudyId, cancellationToken);
        // A shared preview doesn't show who works on the study.
        var requestedBy = await access.CanWorkOnAsync(study, cancellationToken)
            ? await db
                .Users.Where(u => u.Id == build.RequestedBy)
                .Select(u => Reference.OfAccount(u.Uuid, u.GivenName, u.FamilyName))
                .SingleOrDefaultAsync(cancellationToken)
            : null;
        return BuildView.Of(build, study, requestedBy);
    }
}
