using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>Requests a build of a frameplayer study. Needs the right to write the study's details.</summary>
/// <remarks>Supersedes a build of the study that still waits. Refused while one is running.</remarks>
public sealed record RequestBuild(Guid StudyId) : ICommand<BuildView>, IWithinScope
{
    internal sealed class Preparation(
        StudyFinder studies,
        RunnerLookup runners,
        BuildOptions options,
        IContainerEngine engine,
        Prepared<ResolvedRunner> runner
    ) : IPreparation<RequestBuild>
    {
        public async Task<Outcome> PrepareAsync(RequestBuild request, CancellationToken cancellationToken)
        {
            var found = await FindStudyAsync(studies, request, cancellationToken);
            if (found.Failed)
                return found.Error;
            // Where workers build, one of them may have an engine: the queue keeps the build for it.
            if (options.BuildsInApi && await engine.CheckHealthAsync(cancellationToken) is { } missing)
                return BuildErrors.NoEngine(missing);
            var draft = await studies.LoadDraftAsync(found.Value, cancellationToken);
            var resolved = await runners.ResolveAsync(draft, cancellationToken);
            if (resolved.Failed)
                return resolved.Error;
            runner.Value = resolved.Value;
            return Outcome.Ok;
        }
    }

    internal sealed class Handler(
        IChsDb db,
        StudyFinder studies,
        BuildFinder builds,
        BuildLocks locks,
        Actor actor,
        Prepared<ResolvedRunner> runner,
        TimeProvider time
    ) : IRequestHandler<RequestBuild, Outcome<BuildView>>
    {
        public async Task<Outcome<BuildView>> Handle(RequestBuild request, CancellationToken cancellationToken)
        {
            var found = await FindStudyAsync(studies, request, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var deed = actor.Deed(time);
            if (await SupersedeWaitingAsync(study, deed.At, cancellationToken) is { } refusal)
                return refusal;

            var build = Build.Request(study.Id, study.Uuid, runner.Value.Repository, runner.Value.Commit, deed);
            // The database allows one active build for each study. It sees the other one superseded first, because
            // updates of a table are saved before inserts.
            db.Builds.Add(build);
            return await builds.ViewAsync(build, cancellationToken);
        }

        /// <returns>Null when no build of the study is in the way any more.</returns>
        async Task<Error?> SupersedeWaitingAsync(Study study, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var activeId = await db
                .Builds.Where(b => b.StudyId == study.Id)
                .Where(Build.IsActive)
                .Select(b => (Guid?)b.Uuid)
                .SingleOrDefaultAsync(cancellationToken);
            if (activeId is not { } id)
                return null;

            var active = (await locks.TakeAsync(id, cancellationToken))!;
            if (active.State is BuildState.Running)
                return BuildErrors.Running;
            // It may have ended while this transaction waited for the lock.
            if (!active.HasEnded)
                active.Supersede(now);
            return null;
        }
    }

    static async Task<Outcome<Study>> FindStudyAsync(
        StudyFinder studies,
        RequestBuild request,
        CancellationToken cancellationToken
    )
    {
        var found = await studies.FindAsync(request.StudyId, StudyRight.WriteDetails, cancellationToken);
        if (found.Failed)
            return found;
        return found.Value.Type is StudyType.Frameplayer ? found : BuildErrors.NotNeeded;
    }
}
