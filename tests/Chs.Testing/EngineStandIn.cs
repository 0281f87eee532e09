using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;

namespace Chs.Testing;

/// <summary>An engine that is there, or isn't, and runs nothing.</summary>
public sealed class EngineStandIn : IContainerEngine
{
    /// <summary>What the engine misses; null: it answers.</summary>
    public string? Missing { get; set; }

    /// <inheritdoc/>
    public Task<string?> CheckHealthAsync(CancellationToken cancellationToken) => Task.FromResult(Missing);

    /// <inheritdoc/>
    public Task<string?> FindImageAsync(string tag, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<Outcome<string>> GetBaseImageAsync(
        string node,
        Action<BuildLine> onLine,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<IContainer> StartAsync(ContainerPlan plan, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<(int Containers, int Images)> RemoveOrphansAsync(
        Func<Guid, int, CancellationToken, Task<bool>> isAlive,
        TimeSpan olderThan,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();
}
