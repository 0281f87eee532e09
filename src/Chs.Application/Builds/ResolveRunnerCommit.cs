using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Builds;

/// <summary>
/// Finds out which commit of which runner a study has to be built with. Needs the right to write the study's details.
/// </summary>
/// <remarks>
/// Separate from <see cref="RequestBuild"/> because it may call a code host, for which no transaction should wait.
/// </remarks>
public sealed record ResolveRunnerCommit(Guid StudyId) : IQuery<ResolvedRunner>
{
    internal sealed class Handler(IChsDb db, AccessControl access, ISourceArchive sources, BuildOptions options)
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
                return BuildErrors.NotNeeded;

            var draft = await db.DraftOfAsync(found.Value, cancellationToken);
            var repository = draft.RunnerRepository.Length > 0 ? draft.RunnerRepository : options.DefaultRepository;
            var source = ExperimentRunnerSource.Parse(repository);
            if (source.Failed)
                return source.Error;
            var allowed = sources.Allows(source.Value);
            if (allowed.Failed)
                return allowed.Error;

            if (draft.RunnerCommit is { } commit && ExperimentRunnerSource.IsCommit(commit))
                return new ResolvedRunner(repository, commit);
            var newest = await sources.ResolveAsync(source.Value, options.DefaultBranch, cancellationToken);
            return newest.Failed ? newest.Error : new ResolvedRunner(repository, newest.Value);
        }
    }
}

/// <summary>A runner at one commit.</summary>
/// <param name="Repository">Address of the source.</param>
/// <param name="Commit">40 hexadecimal digits.</param>
public sealed record ResolvedRunner(string Repository, string Commit);
