using System.Net;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Infrastructure.Settings;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;

namespace Chs.Infrastructure.Containers;

/// <summary>A container engine with Docker's API.</summary>
/// <remarks>
/// All containers and images that are made for a site carry its label, and only those are ever removed. Base images
/// (<see cref="BaseImages"/>) belong to no site.
/// </remarks>
sealed class DockerEngine : IContainerEngine, IDisposable
{
    public const string BuildLabel = "chs.build",
        FenceLabel = "chs.fence",
        SiteLabel = "chs.site",
        RunnerLabel = "chs.runner";

    static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(5);

    readonly DockerClient _client;
    readonly BaseImages _baseImages;
    readonly EngineSettings _settings;
    readonly TimeProvider _time;
    readonly ILogger<DockerEngine> _log;

    public DockerEngine(EngineSettings settings, TimeProvider time, ILogger<DockerEngine> log)
    {
        _settings = settings;
        _time = time;
        _log = log;
        var configuration = new DockerClientConfiguration(settings.Address, defaultTimeout: Timeout.InfiniteTimeSpan);
        _client = configuration.CreateClient();
        _baseImages = new BaseImages(_client, settings);
    }

    public async Task<string?> CheckHealthAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(PingTimeout);
            await _client.System.PingAsync(timeout.Token);
            return null;
        }
        catch (Exception failure) when (IsUnreachable(failure, cancellationToken))
        {
            _log.LogDebug(failure, "The engine at {Address} doesn't answer", _settings.Address);
            // Researchers read this, so it doesn't show the engine's address.
            return "No container engine answers. Builds need one: install Docker (or Podman with its Docker socket), or name the "
                + "address of one: Chs__Builds__Engine";
        }
    }

    static bool IsUnreachable(Exception failure, CancellationToken cancellationToken) =>
        failure switch
        {
            HttpRequestException or TimeoutException or IOException => true,
            DockerApiException or UnauthorizedAccessException => true,
            // Our own timeout, and not the caller's cancellation.
            OperationCanceledException => !cancellationToken.IsCancellationRequested,
            _ => false,
        };

    public Task<string?> FindImageAsync(string tag, CancellationToken cancellationToken) =>
        _baseImages.FindAsync(tag, cancellationToken);

    public Task<Outcome<string>> GetBaseImageAsync(
        string node,
        Action<BuildLine> onLine,
        CancellationToken cancellationToken
    ) => _baseImages.GetAsync(node, onLine, cancellationToken);

    public async Task<IContainer> StartAsync(ContainerPlan plan, CancellationToken cancellationToken)
    {
        var proxy = plan.Hosts is [] ? null : RegistryProxy.Open(plan.Hosts, _settings.AllowPrivateRegistries, _log);
        string? id = null;
        try
        {
            // Not cancelled: the engine would go on, and nobody would know the container's id.
            var created = await _client.Containers.CreateContainerAsync(ParametersOf(plan, proxy), default);
            id = created.ID;
            await _client.Containers.StartContainerAsync(id, new ContainerStartParameters(), cancellationToken);
            var container = new DockerContainer(_client, id, plan, _settings, proxy, _time, _log);
            if (plan.IsWritable)
                await container.PrepareAsync(cancellationToken);
            if (proxy is not null)
                await container.StartRelayAsync(cancellationToken);
            return container;
        }
        catch
        {
            proxy?.Dispose();
            if (id is not null)
                await DockerContainer.RemoveAsync(_client, id, _log);
            throw;
        }
    }

    CreateContainerParameters ParametersOf(ContainerPlan plan, RegistryProxy? proxy) =>
        new()
        {
            Image = plan.Image,
            // The container waits; commands are executed in it one by one.
            Cmd = ["sleep", "86400"],
            Entrypoint = [],
            User = $"{_settings.User}:{_settings.User}",
            NetworkDisabled = true,
            AttachStdout = false,
            AttachStderr = false,
            Labels = new Dictionary<string, string>
            {
                [SiteLabel] = _settings.Site,
                [BuildLabel] = plan.Build.ToString(),
                [FenceLabel] = plan.Fence.ToString(),
            },
            HostConfig = HostConfigOf(plan, proxy),
        };

    HostConfig HostConfigOf(ContainerPlan plan, RegistryProxy? proxy) =>
        new()
        {
            NetworkMode = "none",
            Privileged = false,
            CapDrop = ["ALL"],
            SecurityOpt = ["no-new-privileges"],
            ReadonlyRootfs = !plan.IsWritable,
            Memory = plan.Limits.Memory,
            MemorySwap = plan.Limits.Memory,
            NanoCPUs = (long)(plan.Limits.Cpus * 1e9),
            PidsLimit = plan.Limits.Processes,
            OomKillDisable = false,
            // Output is read from the commands' streams and isn't stored by the engine.
            LogConfig = new LogConfig { Type = "none" },
            Tmpfs = TemporaryFileSystems(plan),
            Binds = [.. Binds(proxy)],
            IpcMode = "private",
        };

    /// <summary>
    /// Where the file system is read-only, <c>/work</c> is in memory too, and its files may be executed.
    /// </summary>
    Dictionary<string, string> TemporaryFileSystems(ContainerPlan plan)
    {
        var user = _settings.User;
        var options = $"rw,nosuid,nodev,size={plan.Limits.Scratch},uid={user},gid={user},mode=1777";
        var fileSystems = new Dictionary<string, string> { ["/tmp"] = options };
        if (!plan.IsWritable)
            fileSystems["/work"] = options + ",exec";
        return fileSystems;
    }

    IEnumerable<string> Binds(RegistryProxy? proxy)
    {
        if (proxy is null)
            yield break;
        yield return $"{proxy.Folder}:/chs:ro";
        if (_settings.CaBundle is { } bundle)
            yield return $"{bundle}:{DockerContainer.CaBundlePath}:ro";
    }

    public async Task<(int Containers, int Images)> RemoveOrphansAsync(
        Func<Guid, int, CancellationToken, Task<bool>> isAlive,
        TimeSpan olderThan,
        CancellationToken cancellationToken
    )
    {
        var siteLabel = new Dictionary<string, bool> { [$"{SiteLabel}={_settings.Site}"] = true };
        var ours = new Dictionary<string, IDictionary<string, bool>> { ["label"] = siteLabel };
        return (
            await RemoveOrphanedContainersAsync(ours, isAlive, cancellationToken),
            await RemoveOldImagesAsync(ours, olderThan, cancellationToken)
        );
    }

    async Task<int> RemoveOrphanedContainersAsync(
        IDictionary<string, IDictionary<string, bool>> filters,
        Func<Guid, int, CancellationToken, Task<bool>> isAlive,
        CancellationToken cancellationToken
    )
    {
        var removed = 0;
        var containers = await _client.Containers.ListContainersAsync(
            new ContainersListParameters { All = true, Filters = filters },
            cancellationToken
        );
        foreach (var container in containers)
        {
            if (
                container.Labels.TryGetValue(BuildLabel, out var build)
                && container.Labels.TryGetValue(FenceLabel, out var fence)
                && await isAlive(Guid.Parse(build), int.Parse(fence), cancellationToken)
            )
                continue;
            await DockerContainer.RemoveAsync(_client, container.ID, _log);
            removed++;
        }

        return removed;
    }

    async Task<int> RemoveOldImagesAsync(
        IDictionary<string, IDictionary<string, bool>> filters,
        TimeSpan olderThan,
        CancellationToken cancellationToken
    )
    {
        var removed = 0;
        var createdBefore = (_time.GetUtcNow() - olderThan).UtcDateTime;
        var images = await _client.Images.ListImagesAsync(
            new ImagesListParameters { All = false, Filters = filters },
            cancellationToken
        );
        foreach (var image in images.Where(image => image.Created <= createdBefore))
        {
            try
            {
                var unlessUsed = new ImageDeleteParameters { Force = false };
                await _client.Images.DeleteImageAsync(image.ID, unlessUsed, cancellationToken);
                removed++;
            }
            catch (DockerApiException failure)
                when (failure.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
            {
                // A build uses it, or another worker has removed it.
            }
        }

        return removed;
    }

    public void Dispose() => _client.Dispose();
}
