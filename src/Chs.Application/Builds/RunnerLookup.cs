using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;

namespace Chs.Application.Builds;

/// <summary>Looks experiment runners up at their code hosts, before a transaction begins.</summary>
sealed class RunnerLookup(ISourceArchive sources, BuildOptions options)
{
    const string RepositoryMember = "runnerRepository";
    const string CommitMember = "runnerCommit";

    /// <summary>
    /// Checks whether a runner can be built: its host must be one that the operator allows, and the commit must exist
    /// there.
    /// </summary>
    /// <param name="repository">Null or empty: the site's default.</param>
    /// <param name="commit">Null or empty: the newest.</param>
    public async Task<RunnerFindings> CheckAsync(
        string? repository,
        string? commit,
        CancellationToken cancellationToken
    )
    {
        var source = FindAllowed(repository);
        if (source.Failed)
            return RunnerFindings.OfFault(ToFault(RepositoryMember, source.Error));

        if (string.IsNullOrEmpty(commit))
        {
            var newest = await sources.ResolveAsync(source.Value, options.DefaultBranch, cancellationToken);
            return Assess(RepositoryMember, newest.Error);
        }

        var exists = await sources.ExistsAsync(source.Value, commit, cancellationToken);
        return Assess(CommitMember, exists.Error);
    }

    /// <summary>
    /// Finds out which commit a draft has to be built with: the one that it names, else the newest of the site's branch.
    /// </summary>
    public async Task<Outcome<ResolvedRunner>> ResolveAsync(StudyVersion draft, CancellationToken cancellationToken)
    {
        var source = FindAllowed(draft.RunnerRepository);
        if (source.Failed)
            return source.Error;

        var repository = RepositoryOr(draft.RunnerRepository);
        if (draft.RunnerCommit is { } commit && ExperimentRunnerSource.IsCommit(commit))
            return new ResolvedRunner(repository, commit);
        var newest = await sources.ResolveAsync(source.Value, options.DefaultBranch, cancellationToken);
        return newest.Failed ? newest.Error : new ResolvedRunner(repository, newest.Value);
    }

    Outcome<ExperimentRunnerSource> FindAllowed(string? repository)
    {
        var source = ExperimentRunnerSource.Parse(RepositoryOr(repository));
        if (source.Failed)
            return source;
        var allowed = sources.Allows(source.Value);
        return allowed.Failed ? allowed.Error : source;
    }

    string RepositoryOr(string? repository) =>
        string.IsNullOrWhiteSpace(repository) ? options.DefaultRepository : repository.Trim();

    static RunnerFindings Assess(string member, Error? problem)
    {
        if (problem is null)
            return RunnerFindings.None;
        var fault = ToFault(member, problem);
        // A host that doesn't answer now may answer when the build runs, so the study is saved all the same.
        return problem.Code == BuildErrors.HostUnavailableCode
            ? RunnerFindings.OfWarning(fault)
            : RunnerFindings.OfFault(fault);
    }

    static Fault ToFault(string member, Error problem) =>
        problem.Faults is [var first, ..]
            ? new Fault($"/{member}", first.Code, first.Message)
            : new Fault($"/{member}", problem.Code, problem.Message);
}
