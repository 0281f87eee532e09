using Chs.Domain;
using Chs.Domain.Builds;

namespace Chs.Application.Ports;

/// <summary>Where runners' sources come from. Only hosts that the operator allows are asked; archives are taken as dangerous until they are read.</summary>
public interface ISourceArchive
{
    /// <summary>Whether a repository's host may be asked at all.</summary>
    Outcome Allows(ExperimentRunnerSource source);

    /// <summary>The newest commit of a branch.</summary>
    Task<Outcome<string>> ResolveAsync(
        ExperimentRunnerSource source,
        string branch,
        CancellationToken cancellationToken
    );

    /// <summary>Whether there is such a commit, without fetching it.</summary>
    Task<Outcome> ExistsAsync(ExperimentRunnerSource source, string commit, CancellationToken cancellationToken);

    /// <summary>The files of a commit; from the cache when they were fetched before.</summary>
    Task<Outcome<SourceTree>> FetchAsync(
        ExperimentRunnerSource source,
        string commit,
        CancellationToken cancellationToken
    );

    /// <summary>Removes from the cache what wasn't used for so long.</summary>
    Task<int> DeleteUnusedAsync(TimeSpan unusedFor, CancellationToken cancellationToken);
}

/// <summary>The files of a commit as a tar archive that holds plain files and folders only, with paths below its top.</summary>
/// <param name="TarPath">The archive.</param>
/// <param name="Top">Names at the top.</param>
/// <param name="Recipe">Content of <c>chs-runner.json</c>; null: none.</param>
/// <param name="LockName">Which lock file there is; null: none.</param>
/// <param name="Lock">Its content.</param>
public sealed record SourceTree(
    string TarPath,
    IReadOnlySet<string> Top,
    byte[]? Recipe,
    string? LockName,
    byte[]? Lock
);
