using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;

namespace Chs.Testing;

/// <summary>
/// The one code host that the site allows, without a network: it knows every repository, and every commit but
/// <see cref="UnknownCommit"/>.
/// </summary>
public sealed class SourcesStandIn : ISourceArchive
{
    public const string Host = "github.com";

    /// <summary>The newest commit of every branch.</summary>
    public static readonly string Newest = new('a', 40);

    public static readonly string UnknownCommit = new('f', 40);

    /// <summary>Repositories that the host was asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Whether the host answers.</summary>
    public bool IsUp { get; set; } = true;

    /// <inheritdoc/>
    public Outcome Allows(ExperimentRunnerSource source) =>
        source.Host == Host ? Outcome.Ok : BuildErrors.RepositoryRefused("Not a host that this site allows.");

    /// <inheritdoc/>
    public Task<Outcome<string>> ResolveAsync(
        ExperimentRunnerSource source,
        string branch,
        CancellationToken cancellationToken
    )
    {
        Asked.Add(source.ToString());
        return Task.FromResult(IsUp ? Outcome<string>.Of(Newest) : BuildErrors.HostUnavailable(Host));
    }

    /// <inheritdoc/>
    public Task<Outcome> ExistsAsync(ExperimentRunnerSource source, string commit, CancellationToken cancellationToken)
    {
        Asked.Add(source.ToString());
        if (!IsUp)
            return Task.FromResult<Outcome>(BuildErrors.HostUnavailable(Host));
        var isKnown = commit != UnknownCommit;
        return Task.FromResult(isKnown ? Outcome.Ok : BuildErrors.CommitUnknown(source.ToString(), commit));
    }

    /// <inheritdoc/>
    public Task<Outcome<SourceTree>> FetchAsync(
        ExperimentRunnerSource source,
        string commit,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("Nothing is built where this stands in.");

    /// <inheritdoc/>
    public Task<int> DeleteUnusedAsync(TimeSpan unusedFor, CancellationToken cancellationToken) => Task.FromResult(0);
}
