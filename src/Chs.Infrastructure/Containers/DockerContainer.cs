using System.IO.Pipelines;
using System.Net;
using Chs.Application.Ports;
using Chs.Domain.Builds;
using Chs.Infrastructure.Settings;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;

namespace Chs.Infrastructure.Containers;

/// <summary>A container that sleeps while commands run in it, as a user without privileges.</summary>
/// <remarks>All commands share the container's limits, and end with it.</remarks>
sealed class DockerContainer(
    DockerClient client,
    string id,
    ContainerPlan plan,
    EngineSettings settings,
    RegistryProxy? proxy,
    TimeProvider time,
    ILogger log
) : IContainer
{
    /// <summary>Where the institution's certificates are mounted.</summary>
    public const string CaBundlePath = "/etc/chs-ca.crt";

    const string ProxyAddress = "http://127.0.0.1:3128";

    /// <summary>Exit code of a process that was killed by SIGKILL.</summary>
    const int Killed = 137;

    static readonly TimeSpan DiskCheckInterval = TimeSpan.FromSeconds(3);

    static readonly string[] ProxyVariables =
    [
        "HTTPS_PROXY",
        "https_proxy",
        "HTTP_PROXY",
        "http_proxy",
        "npm_config_proxy",
        "npm_config_https_proxy",
        "YARN_PROXY",
        "YARN_HTTPS_PROXY",
    ];

    static readonly string[] CaBundleVariables =
    [
        "NODE_EXTRA_CA_CERTS",
        "SSL_CERT_FILE",
        "CURL_CA_BUNDLE",
        "GIT_SSL_CAINFO",
        "npm_config_cafile",
        "YARN_CAFILE",
    ];

    readonly string _user = $"{settings.User}:{settings.User}";
    readonly long _startedAt = time.GetTimestamp();

    TimeSpan TimeLeft => plan.Limits.Time - time.GetElapsedTime(_startedAt);

    /// <summary>Creates the folders into which foreign code writes, owned by its user.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        // All capabilities are dropped, so not even root can change owners in here: the archive sets them.
        using var tar = new MemoryStream(TarFiles.Folders(settings.User, ["runner", "source"]));
        await CopyInAsync(tar, "/", cancellationToken);
    }

    /// <summary>Starts a process that listens like an HTTP proxy and forwards everything to our socket.</summary>
    /// <remarks>The network is off: that socket is the only way out.</remarks>
    public async Task StartRelayAsync(CancellationToken cancellationToken)
    {
        const string relay =
            "require('net').createServer(c=>{const s=require('net').connect('/chs/gate.sock');c.pipe(s).pipe(c);"
            + "c.on('error',()=>s.destroy());s.on('error',()=>c.destroy())}).listen(3128,'127.0.0.1')";
        var execution = await client.Exec.ExecCreateContainerAsync(
            id,
            new ContainerExecCreateParameters
            {
                Cmd = ["node", "-e", relay],
                User = _user,
                AttachStdout = false,
                AttachStderr = false,
            },
            cancellationToken
        );
        await client.Exec.StartContainerExecAsync(execution.ID, cancellationToken);
    }

    public async Task CopyInAsync(Stream tar, string folder, CancellationToken cancellationToken) =>
        await client.Containers.ExtractArchiveToContainerAsync(
            id,
            new ContainerPathStatParameters { Path = folder },
            tar,
            cancellationToken
        );

    public Task<CommandResult> RunAsync(
        ContainerCommand command,
        Action<BuildLine> onLine,
        CancellationToken cancellationToken
    ) => ExecuteAsync(command, (stream, token) => ReadLinesAsync(stream, onLine, token), cancellationToken);

    async Task<CommandStopReason?> ReadLinesAsync(
        MultiplexedStream stream,
        Action<BuildLine> onLine,
        CancellationToken cancellationToken
    )
    {
        var output = new LineSplitter(line => onLine(new BuildLine(BuildEventKind.Output, line)));
        var error = new LineSplitter(line => onLine(new BuildLine(BuildEventKind.Error, line)));
        var buffer = new byte[32768];
        var total = 0L;
        while (await stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken) is { EOF: false } read)
        {
            total += read.Count;
            if (total > plan.Limits.Output)
                return CommandStopReason.TooMuchOutput;
            var lines = read.Target is MultiplexedStream.TargetStream.StandardError ? error : output;
            lines.Add(buffer.AsSpan(0, read.Count));
        }

        output.EndLine();
        error.EndLine();
        return null;
    }

    public Task<CommandResult> ReadAsync(
        ContainerCommand command,
        Func<Stream, CancellationToken, Task> read,
        CancellationToken cancellationToken
    ) => ExecuteAsync(command, (stream, token) => ReadBytesAsync(stream, read, token), cancellationToken);

    static async Task<CommandStopReason?> ReadBytesAsync(
        MultiplexedStream stream,
        Func<Stream, CancellationToken, Task> read,
        CancellationToken cancellationToken
    )
    {
        var pipe = new Pipe();
        var copying = CopyOutputAsync(stream, pipe.Writer, cancellationToken);
        await using (var output = pipe.Reader.AsStream())
            await read(output, cancellationToken);
        await pipe.Reader.CompleteAsync();
        await copying;
        return null;
    }

    static async Task CopyOutputAsync(MultiplexedStream stream, PipeWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            var buffer = new byte[81920];
            while (await stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken) is { EOF: false } chunk)
            {
                if (chunk.Target is MultiplexedStream.TargetStream.StandardError)
                    continue;
                var flushed = await writer.WriteAsync(buffer.AsMemory(0, chunk.Count), cancellationToken);
                // The reader wants no more.
                if (flushed.IsCompleted)
                    break;
            }
        }
        finally
        {
            await writer.CompleteAsync();
        }
    }

    /// <summary>Runs a command until it ends or exceeds a limit. After a limit the whole container is killed.</summary>
    /// <param name="listen">
    /// Reads the command's output to its end; returns why the command must be stopped, or null.
    /// </param>
    async Task<CommandResult> ExecuteAsync(
        ContainerCommand command,
        Func<MultiplexedStream, CancellationToken, Task<CommandStopReason?>> listen,
        CancellationToken cancellationToken
    )
    {
        if (TimeLeft <= TimeSpan.Zero)
            return new CommandResult(null, CommandStopReason.TooLong);
        var execution = await client.Exec.ExecCreateContainerAsync(id, ParametersOf(command), cancellationToken);
        var stopped = await ListenWithinLimitsAsync(execution.ID, listen, cancellationToken);
        if (stopped is not null)
        {
            await KillAsync();
            return new CommandResult(null, stopped);
        }

        var result = await client.Exec.InspectContainerExecAsync(execution.ID, cancellationToken);
        // We kill the container as a whole, so a single process can only have been killed by the kernel.
        return result.ExitCode == Killed
            ? new CommandResult(null, CommandStopReason.OutOfMemory)
            : new CommandResult((int)result.ExitCode, null);
    }

    ContainerExecCreateParameters ParametersOf(ContainerCommand command)
    {
        var environment = command.Environment.Concat(NetworkEnvironment());
        return new ContainerExecCreateParameters
        {
            Cmd = [.. command.Arguments],
            User = _user,
            WorkingDir = command.WorkingDirectory,
            Env = [.. environment.Select(variable => $"{variable.Key}={variable.Value}")],
            AttachStdout = true,
            AttachStderr = true,
            Tty = false,
        };
    }

    /// <returns>The limit that the command exceeded; null when it ended by itself.</returns>
    async Task<CommandStopReason?> ListenWithinLimitsAsync(
        string executionId,
        Func<MultiplexedStream, CancellationToken, Task<CommandStopReason?>> listen,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new CancellationTokenSource(TimeLeft, time);
        using var diskFull = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            timeout.Token,
            diskFull.Token
        );
        var diskCheck = plan.IsWritable ? CheckDiskAsync(diskFull, end.Token) : Task.CompletedTask;
        CommandStopReason? stopped;
        try
        {
            using var stream = await client.Exec.StartAndAttachContainerExecAsync(executionId, tty: false, end.Token);
            // A read doesn't always heed its token: closing the stream ends it.
            await using var closing = end.Token.Register(stream.Dispose);
            stopped = await listen(stream, end.Token);
        }
        catch (Exception) when (end.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            stopped = diskFull.IsCancellationRequested ? CommandStopReason.TooMuchDisk : CommandStopReason.TooLong;
        }

        await end.CancelAsync();
        await diskCheck;
        return stopped;
    }

    IEnumerable<KeyValuePair<string, string>> NetworkEnvironment()
    {
        if (proxy is null)
            yield break;
        foreach (var name in ProxyVariables)
            yield return new(name, ProxyAddress);
        if (settings.CaBundle is null)
            yield break;
        foreach (var name in CaBundleVariables)
            yield return new(name, CaBundlePath);
    }

    /// <summary>Cancels <paramref name="diskFull"/> when the container has written more than it may.</summary>
    async Task CheckDiskAsync(CancellationTokenSource diskFull, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(DiskCheckInterval, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (await WrittenBytesAsync(cancellationToken) <= plan.Limits.Disk)
                    continue;
                await diskFull.CancelAsync();
                return;
            }
            catch (OperationCanceledException)
            {
                // The command has ended.
            }
            catch (Exception failure) when (failure is DockerApiException or HttpRequestException or IOException)
            {
                log.LogWarning(failure, "The size of a container can't be read");
            }
        }
    }

    /// <returns>Bytes that the container has added to its image; 0 when there is no such container any more.</returns>
    async Task<long> WrittenBytesAsync(CancellationToken cancellationToken)
    {
        var thisContainer = new Dictionary<string, bool> { [id] = true };
        var containers = await client.Containers.ListContainersAsync(
            new ContainersListParameters
            {
                Size = true,
                Filters = new Dictionary<string, IDictionary<string, bool>> { ["id"] = thisContainer },
            },
            cancellationToken
        );
        return containers is [var container] ? container.SizeRw : 0;
    }

    public IReadOnlyList<UnreachedHost> TakeUnreachedHosts() => proxy?.TakeUnreachedHosts() ?? [];

    public async Task SaveAsImageAsync(string tag, CancellationToken cancellationToken)
    {
        var parts = tag.Split(':');
        await client.Images.CommitContainerChangesAsync(
            new CommitContainerChangesParameters
            {
                ContainerID = id,
                RepositoryName = parts[0],
                Tag = parts[1],
                Pause = true,
                Changes =
                [
                    $"LABEL {DockerEngine.SiteLabel}={settings.Site}",
                    $"LABEL {DockerEngine.RunnerLabel}={parts[1]}",
                ],
                Config = new Config(),
            },
            cancellationToken
        );
    }

    async Task KillAsync()
    {
        try
        {
            await client.Containers.KillContainerAsync(id, new ContainerKillParameters());
        }
        catch (DockerApiException)
        {
            // It doesn't run any more.
        }
    }

    public async ValueTask DisposeAsync()
    {
        proxy?.Dispose();
        await RemoveAsync(client, id, log);
    }

    /// <summary>
    /// Removes a container, running or not. It can't be cancelled, so that nothing keeps running after a stop.
    /// </summary>
    public static async Task RemoveAsync(DockerClient client, string id, ILogger log)
    {
        try
        {
            await client.Containers.RemoveContainerAsync(
                id,
                new ContainerRemoveParameters { Force = true, RemoveVolumes = true }
            );
        }
        catch (DockerApiException failure)
            when (failure.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // It is gone, or is being removed.
        }
        catch (Exception failure)
            when (failure is HttpRequestException or IOException or DockerApiException or TimeoutException)
        {
            log.LogWarning(failure, "A container can't be removed now; the clean-up will");
        }
    }
}
