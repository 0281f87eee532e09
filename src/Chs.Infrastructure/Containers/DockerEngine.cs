using System.Net;
using Chs.Application.Ports;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;

namespace Chs.Infrastructure.Containers;

/// <summary>A container engine with Docker's API. Everything that we make carries our label, and only that is ever removed.</summary>
sealed class DockerEngine(EngineSettings settings, TimeProvider time, ILogger<DockerEngine> log)
    : IContainerEngine,
        IDisposable
{
    public const string BuildLabel = "chs.build",
        FenceLabel = "chs.fence",
        SiteLabel = "chs.site",
        RunnerLabel = "chs.runner";

    readonly DockerClient _client = new DockerClientConfiguration(
        settings.Address,
        defaultTimeout: Timeout.InfiniteTimeSpan
    ).CreateClient();

    public async Task<string?> WhatIsMissingAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            end.CancelAfter(TimeSpan.FromSeconds(5));
            await _client.System.PingAsync(end.Token);
            return null;
        }
        catch (Exception failure)
            when (failure
                    is HttpRequestException
                        or TimeoutException
                        or IOException
                        or DockerApiException
                        or UnauthorizedAccessException
                || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return $"No container engine answers at {settings.Address}. Builds need one: install Docker (or Podman with its Docker socket), or name another address in Chs:Builds:Engine.";
        }
    }

    public async Task<string?> FindImageAsync(string reference, bool fetch, CancellationToken cancellationToken)
    {
        if (await InspectAsync(reference, cancellationToken) is { } known)
            return known;
        if (!fetch)
            return null;
        try
        {
            await _client.Images.CreateImageAsync(
                new ImagesCreateParameters
                {
                    FromImage = reference.Contains(':') || reference.Contains('@') ? reference : $"{reference}:latest",
                },
                null,
                new Progress<JSONMessage>(),
                cancellationToken
            );
        }
        catch (DockerApiException refused)
        {
            log.LogWarning("The base image {Image} can't be fetched: {Reason}", reference, refused.ResponseBody);
            return null;
        }

        return await InspectAsync(reference, cancellationToken);
    }

    async Task<string?> InspectAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            return (await _client.Images.InspectImageAsync(reference, cancellationToken)).ID;
        }
        catch (DockerImageNotFoundException)
        {
            return null;
        }
        catch (DockerApiException absent) when (absent.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task<IContainer> StartAsync(ContainerPlan plan, CancellationToken cancellationToken)
    {
        var limits = plan.Limits;
        var gate = plan.Hosts is [] ? null : RegistryProxy.Open(plan.Hosts, settings.AllowPrivateRegistries, log);
        var user = $"{settings.User}:{settings.User}";
        var scratch = $"rw,nosuid,nodev,size={limits.Scratch},uid={settings.User},gid={settings.User},mode=1777";
        string? id = null;
        try
        {
            var made = await _client.Containers.CreateContainerAsync(
                new CreateContainerParameters
                {
                    Image = plan.Image,
                    Cmd = ["sleep", "86400"],
                    Entrypoint = [],
                    User = user,
                    NetworkDisabled = true,
                    AttachStdout = false,
                    AttachStderr = false,
                    Labels = new Dictionary<string, string>
                    {
                        [SiteLabel] = settings.Site,
                        [BuildLabel] = plan.Build.ToString(),
                        [FenceLabel] = plan.Fence.ToString(),
                    },
                    HostConfig = new HostConfig
                    {
                        NetworkMode = "none",
                        Privileged = false,
                        CapDrop = ["ALL"],
                        SecurityOpt = ["no-new-privileges"],
                        ReadonlyRootfs = !plan.IsWritable,
                        Memory = limits.Memory,
                        MemorySwap = limits.Memory,
                        NanoCPUs = (long)(limits.Cpus * 1e9),
                        PidsLimit = limits.Processes,
                        OomKillDisable = false,
                        LogConfig = new LogConfig { Type = "none" }, // what is printed goes to us and nowhere else
                        Tmpfs = plan.IsWritable
                            ? new Dictionary<string, string> { ["/tmp"] = scratch }
                            : new Dictionary<string, string> { ["/tmp"] = scratch, ["/work"] = scratch + ",exec" },
                        Binds = [.. Binds(gate)],
                        IpcMode = "private",
                    },
                },
                cancellationToken
            );
            id = made.ID;
            await _client.Containers.StartContainerAsync(id, new ContainerStartParameters(), cancellationToken);
            var container = new DockerContainer(_client, id, plan, settings, user, gate, time, log);
            if (plan.IsWritable)
                await container.PrepareAsync(cancellationToken);
            if (gate is not null)
                await container.StartRelayAsync(cancellationToken);
            return container;
        }
        catch
        {
            gate?.Dispose();
            if (id is not null)
                await DockerContainer.RemoveAsync(_client, id, log);
            throw;
        }
    }

    IEnumerable<string> Binds(RegistryProxy? gate)
    {
        if (gate is not null)
            yield return $"{gate.Folder}:/chs:ro";
        if (gate is not null && settings.CaBundle is { } bundle)
            yield return $"{bundle}:/etc/chs-ca.crt:ro";
    }

    public async Task<(int Containers, int Images)> TidyAsync(
        Func<Guid, int, CancellationToken, Task<bool>> isAlive,
        TimeSpan olderThan,
        CancellationToken cancellationToken
    )
    {
        var ours = new Dictionary<string, IDictionary<string, bool>>
        {
            ["label"] = new Dictionary<string, bool> { [$"{SiteLabel}={settings.Site}"] = true },
        };
        var (containers, images) = (0, 0);
        foreach (
            var container in await _client.Containers.ListContainersAsync(
                new ContainersListParameters { All = true, Filters = ours },
                cancellationToken
            )
        )
        {
            if (
                container.Labels.TryGetValue(BuildLabel, out var build)
                && container.Labels.TryGetValue(FenceLabel, out var fence)
                && await isAlive(Guid.Parse(build), int.Parse(fence), cancellationToken)
            )
                continue;
            await DockerContainer.RemoveAsync(_client, container.ID, log);
            containers++;
        }

        var before = (time.GetUtcNow() - olderThan).UtcDateTime;
        foreach (
            var image in await _client.Images.ListImagesAsync(
                new ImagesListParameters { All = false, Filters = ours },
                cancellationToken
            )
        )
        {
            if (image.Created > before)
                continue;
            try
            {
                await _client.Images.DeleteImageAsync(
                    image.ID,
                    new ImageDeleteParameters { Force = false },
                    cancellationToken
                );
                images++;
            }
            catch (DockerApiException inUse)
                when (inUse.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
            {
                // A build uses it, or another worker removed it.
            }
        }

        return (containers, images);
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>The container engine of this machine.</summary>
/// <param name="Address">Such as <c>unix:///var/run/docker.sock</c>.</param>
/// <param name="Site">Marks what is ours, where several sites share an engine.</param>
/// <param name="User">Number of the user that foreign code runs as; never 0.</param>
/// <param name="CaBundle">Certificates for fetching dependencies, where a proxy of the institution opens TLS; null: the base image's own.</param>
/// <param name="AllowPrivateRegistries">Whether registries may have private addresses.</param>
public sealed record EngineSettings(Uri Address, string Site, int User, string? CaBundle, bool AllowPrivateRegistries);
