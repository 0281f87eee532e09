using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>Finds out which commit of which runner a study is to be built with. Apart from <see cref="RequestBuild"/>, because it may have to ask a code host, and no transaction waits for one.</summary>
public sealed record ResolveRunnerCommit(Guid StudyId) : IQuery<ResolvedRunner>
{
    internal sealed class Handler(IChsDb db, AccessControl access, ISourceArchive sources, BuildOptions rules)
        : IRequestHandler<ResolveRunnerCommit, Outcome<ResolvedRunner>>
    {
        public async Task<Outcome<ResolvedRunner>> Handle(
            ResolveRunnerCommit request,
            CancellationToken cancellationToken
        )
        {
            var found = await db.FindStudyAsync(request.StudyId, StudyRight.WriteDetails, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            if (found.Value.Type is not StudyType.Frameplayer)
                return BuildErrors.NotBuilt;

            var draft = await db.DraftOfAsync(found.Value, cancellationToken);
            var repository = draft.RunnerRepository.Length > 0 ? draft.RunnerRepository : rules.DefaultRepository;
            var source = ExperimentRunnerSource.Parse(repository);
            if (source.Failed)
                return source.Error;
            var allowed = sources.Allows(source.Value);
            if (allowed.Failed)
                return allowed.Error;
            if (draft.RunnerCommit is { } commit && ExperimentRunnerSource.IsCommit(commit))
                return new ResolvedRunner(repository, commit);
            var newest = await sources.ResolveAsync(source.Value, rules.Branch, cancellationToken);
            return newest.Failed ? newest.Error : new ResolvedRunner(repository, newest.Value);
        }
    }
}

/// <summary>A runner at one commit.</summary>
public sealed record ResolvedRunner(string Repository, string Commit);

/// <summary>Has a frameplayer study built. Needs the right to write its details. One that still waits is superseded; beside a running one there is no second.</summary>
public sealed record RequestBuild(Guid StudyId, ResolvedRunner Runner) : ICommand<BuildView>, IWithinScope
{
    internal sealed class Validator : AbstractValidator<RequestBuild>
    {
        public Validator() =>
            RuleFor(x => x.Runner.Commit).Must(ExperimentRunnerSource.IsCommit).OverridePropertyName("Commit");
    }

    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<RequestBuild, Outcome<BuildView>>
    {
        public async Task<Outcome<BuildView>> Handle(RequestBuild request, CancellationToken cancellationToken)
        {
            var found = await db.FindStudyAsync(request.StudyId, StudyRight.WriteDetails, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            var (study, actor, now) = (found.Value, access.Actor!, time.GetUtcNow());
            if (study.Type is not StudyType.Frameplayer)
                return BuildErrors.NotBuilt;

            var waiting = await db
                .Builds.Where(b =>
                    b.StudyId == study.Id
                    && (
                        b.State == BuildState.Requested || b.State == BuildState.Queued || b.State == BuildState.Running
                    )
                )
                .Select(b => (Guid?)b.Uuid)
                .SingleOrDefaultAsync(cancellationToken);
            if (waiting is { } id)
            {
                var earlier = (await db.LockBuildAsync(id, cancellationToken))!;
                if (earlier.State is BuildState.Running)
                    return BuildErrors.Running;
                if (!earlier.HasEnded)
                {
                    earlier.Supersede(now);
                    db.Tell(earlier, [new BuildLine(BuildEventKind.State, nameof(BuildState.Superseded))], now);
                    await db.SaveChangesAsync(cancellationToken); // before the new one is there: the database lets one be active
                }
            }

            var build = Build.Request(
                study.Id,
                study.Uuid,
                request.Runner.Repository,
                request.Runner.Commit,
                actor.Key,
                actor.Id,
                now
            );
            db.Builds.Add(build);
            await db.SaveChangesAsync(cancellationToken); // its events need the key that the database gives
            db.Tell(build, [new BuildLine(BuildEventKind.State, nameof(BuildState.Requested))], now);
            return BuildView.Of(build, actor.Id, isCurrent: false);
        }
    }
}
