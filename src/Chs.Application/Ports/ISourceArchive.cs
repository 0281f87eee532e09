using Chs.Domain;
using Chs.Domain.Builds;

namespace Chs.Application.Ports;

/// <summary>Fetches the source code of experiment runners from code hosts.</summary>
/// <remarks>Only hosts that the operator allows are contacted. Archives are untrusted until they have been checked.</remarks>
public interface ISourceArchive
{
    /// <summary>Checks whether the operator allows the repository's host. Needs no network.</summary>
    Outcome Allows(ExperimentRunnerSource source);

    /// <summary>Finds the newest commit of a branch.</summary>
    Task<Outcome<string>> ResolveAsync(
        ExperimentRunnerSource source,
        string branch,
        CancellationToken cancellationToken
    );

    /// <summary>Checks whether a commit exists, without fetching it.</summary>
    Task<Outcome> ExistsAsync(ExperimentRunnerSource source, string commit, CancellationToken cancellationToken);

    /// <summary>Fetches the files of a commit, or takes them from the cache.</summary>
    Task<Outcome<SourceTree>> FetchAsync(
        ExperimentRunnerSource source,
        string commit,
        CancellationToken cancellationToken
    );

    /// <summary>Deletes from the cache what hasn't been used for this long.</summary>
    /// <returns>Number of deleted archives.</returns>
    Task<int> DeleteUnusedAsync(TimeSpan unusedFor, CancellationToken cancellationToken);
}

/// <summary>
/// The files of a commit, in a checked tar archive: it holds only plain files and folders, with paths that stay inside of it.
/// </summary>
/// <param name="TarPath">Path of the archive.</param>
/// <param name="Top">Names of the files and folders at the top level.</param>
/// <param name="Recipe">Content of <c>chs-runner.json</c>; null when there is none.</param>
/// <param name="LockName">Name of the package manager's lock file; null when there is none.</param>
/// <param name="Lock">Content of the lock file; null when there is none.</param>
public sealed record SourceTree(
    string TarPath,
    IReadOnlySet<string> Top,
    byte[]? Recipe,
    string? LockName,
    byte[]? Lock
);
