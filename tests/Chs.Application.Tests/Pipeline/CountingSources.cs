using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;

namespace Chs.Application.Tests.Pipeline;

/// <summary>A code host that knows every repository and one commit, and counts how often it is asked.</summary>
sealed class CountingSources : ISourceArchive
{
    public static readonly string Newest = new('a', 40);

    /// <summary>How often the host was asked.</summary>
    public int Calls { get; private set; }

    /// <summary>Repositories that were asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Whether the host answers.</summary>
    public bool IsUp { get; set; } = true;

    public Outcome Allows(ExperimentRunnerSource source) => Outcome.Ok;

    public Task<Outcome<string>> ResolveAsync(
        ExperimentRunnerSource source,
        string branch,
        CancellationToken cancellationToken
    )
    {
        Count(source);
        return Task.FromResult(IsUp ? Outcome<string>.Of(Newest) : BuildErrors.HostUnavailable(source.Host));
    }

    public Task<Outcome> ExistsAsync(
        ExperimentRunnerSource source,
        string commit,
        CancellationToken cancellationToken
    )
    {
        Count(source);
        if (!IsUp)
            return Task.FromResult<Outcome>(BuildErrors.HostUnavailable(source.Host));
        return Task.FromResult<Outcome>(commit == Newest ? Outcome.Ok : BuildErrors.CommitUnknown(source.ToString(), commit));
    }

    public Task<Outcome<SourceTree>> FetchAsync(
        ExperimentRunnerSource source,
        string commit,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("Nothing is built in these tests.");

    public Task<int> DeleteUnusedAsync(TimeSpan unusedFor, CancellationToken cancellationToken) => Task.FromResult(0);

    void Count(ExperimentRunnerSource source)
    {
        Calls++;
        Asked.Add(source.ToString());
    }
}
