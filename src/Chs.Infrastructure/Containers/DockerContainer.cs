using System.Text;
using Chs.Application.Ports;
using Chs.Domain.Builds;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;

namespace Chs.Infrastructure.Containers;

/// <summary>A container that sleeps while commands run in it, as a user without rights. All of them share its limits and end with it.</summary>
sealed class DockerContainer(
    DockerClient client,
    string id,
    ContainerPlan plan,
    EngineSettings settings,
    string user,
    RegistryProxy? gate,
    TimeProvider time,
    ILogger log
) : IContainer
{
    static readonly TimeSpan WatchDiskEvery = TimeSpan.FromSeconds(3);

    readonly long _started = time.GetTimestamp();

    TimeSpan Left => plan.Limits.Time - time.GetElapsedTime(_started);

    /// <summary>Folders that foreign code owns, where it is to leave something.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        // All capabilities are dropped, so not even root changes owners here: the archive brings them along.
        using var tar = new MemoryStream(TarFiles.Folders(settings.User, ["runner", "source"]));
        await client.Containers.ExtractArchiveToContainerAsync(
            id,
            new ContainerPathStatParameters { Path = "/" },
            tar,
            cancellationToken
        );
    }

    /// <summary>Network is off: the only way out is a socket to our gate, which a few lines of Node.js make look like a proxy.</summary>
    public async Task StartRelayAsync(CancellationToken cancellationToken)
    {
        const string relay =
            "require('net').createServer(c=>{const s=require('net').connect('/chs/gate.sock');c.pipe(s).pipe(c);c.on('error',()=>s.destroy());s.on('error',()=>c.destroy())}).listen(3128,'127.0.0.1')";
        var made = await client.Exec.ExecCreateContainerAsync(
            id,
            new ContainerExecCreateParameters
            {
                Cmd = ["node", "-e", relay],
                User = user,
                AttachStdout = false,
                AttachStderr = false,
            },
            cancellationToken
        );
        await client.Exec.StartContainerExecAsync(made.ID, cancellationToken);
    }

    public async Task CopyInAsync(Stream tar, string folder, CancellationToken cancellationToken) =>
        await client.Containers.ExtractArchiveToContainerAsync(
            id,
            new ContainerPathStatParameters { Path = folder },
            tar,
            cancellationToken
        );

    public Task<CommandEnd> RunAsync(
        ContainerCommand command,
        Action<BuildLine> onLine,
        CancellationToken cancellationToken
    ) =>
        ExecuteAsync(
            command,
            async (stream, token) =>
            {
                var (output, error) = (
                    new Lines(line => onLine(new BuildLine(BuildEventKind.Output, line))),
                    new Lines(line => onLine(new BuildLine(BuildEventKind.Error, line)))
                );
                var buffer = new byte[32768];
                long total = 0;
                while (await stream.ReadOutputAsync(buffer, 0, buffer.Length, token) is { EOF: false } read)
                {
                    if ((total += read.Count) > plan.Limits.Output)
                        return CommandStop.TooMuchOutput;
                    (read.Target is MultiplexedStream.TargetStream.StandardError ? error : output).Add(
                        buffer.AsSpan(0, read.Count)
                    );
                }

                output.End();
                error.End();
                return null;
            },
            cancellationToken
        );

    public Task<CommandEnd> ReadAsync(
        ContainerCommand command,
        Func<Stream, CancellationToken, Task> read,
        CancellationToken cancellationToken
    ) =>
        ExecuteAsync(
            command,
            async (stream, token) =>
            {
                var pipe = new System.IO.Pipelines.Pipe();
                async Task Fill()
                {
                    try
                    {
                        var buffer = new byte[81920];
                        while (await stream.ReadOutputAsync(buffer, 0, buffer.Length, token) is { EOF: false } some)
                        {
                            if (some.Target is MultiplexedStream.TargetStream.StandardError)
                                continue;
                            if ((await pipe.Writer.WriteAsync(buffer.AsMemory(0, some.Count), token)).IsCompleted)
                                break; // the reader has had enough
                        }
                    }
                    finally
                    {
                        await pipe.Writer.CompleteAsync();
                    }
                }

                var filling = Fill();
                await using (var reader = pipe.Reader.AsStream())
                    await read(reader, token);
                await pipe.Reader.CompleteAsync();
                await filling;
                return null;
            },
            cancellationToken
        );

    async Task<CommandEnd> ExecuteAsync(
        ContainerCommand command,
        Func<MultiplexedStream, CancellationToken, Task<CommandStop?>> listen,
        CancellationToken cancellationToken
    )
    {
        if (Left <= TimeSpan.Zero)
            return new CommandEnd(null, CommandStop.TooLong);
        var made = await client.Exec.ExecCreateContainerAsync(
            id,
            new ContainerExecCreateParameters
            {
                Cmd = [.. command.Words],
                User = user,
                WorkingDir = command.Folder,
                Env = [.. command.Environment.Concat(Network()).Select(variable => $"{variable.Key}={variable.Value}")],
                AttachStdout = true,
                AttachStderr = true,
                Tty = false,
            },
            cancellationToken
        );

        using var late = new CancellationTokenSource(Left, time);
        using var full = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token, full.Token);
        var watch = plan.IsWritable ? WatchDiskAsync(full, end.Token) : Task.CompletedTask;
        CommandStop? stopped;
        try
        {
            using var stream = await client.Exec.StartAndAttachContainerExecAsync(made.ID, tty: false, end.Token);
            // Closing the stream ends a read that doesn't listen to its token.
            await using var closing = end.Token.Register(stream.Dispose);
            stopped = await listen(stream, end.Token);
        }
        catch (Exception) when (end.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            stopped = full.IsCancellationRequested ? CommandStop.TooMuchDisk : CommandStop.TooLong;
        }

        await end.CancelAsync();
        await watch;
        if (stopped is not null)
        {
            await KillAsync();
            return new CommandEnd(null, stopped);
        }

        var ended = await client.Exec.InspectContainerExecAsync(made.ID, cancellationToken);
        // 137: killed, and nobody but the kernel kills in here.
        return ended.ExitCode == 137
            ? new CommandEnd(null, CommandStop.OutOfMemory)
            : new CommandEnd((int)ended.ExitCode, null);
    }

    IEnumerable<KeyValuePair<string, string>> Network()
    {
        if (gate is null)
            yield break;
        const string proxy = "http://127.0.0.1:3128";
        foreach (
            var name in (string[])
                [
                    "HTTPS_PROXY",
                    "https_proxy",
                    "HTTP_PROXY",
                    "http_proxy",
                    "npm_config_proxy",
                    "npm_config_https_proxy",
                    "YARN_PROXY",
                    "YARN_HTTPS_PROXY",
                ]
        )
            yield return new(name, proxy);
        if (settings.CaBundle is null)
            yield break;
        foreach (var name in (string[])["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "npm_config_cafile", "YARN_CAFILE"])
            yield return new(name, "/etc/chs-ca.crt");
    }

    async Task WatchDiskAsync(CancellationTokenSource full, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(WatchDiskEvery, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                var listed = await client.Containers.ListContainersAsync(
                    new ContainersListParameters
                    {
                        Size = true,
                        Filters = new Dictionary<string, IDictionary<string, bool>>
                        {
                            ["id"] = new Dictionary<string, bool> { [id] = true },
                        },
                    },
                    cancellationToken
                );
                if (listed is not [{ SizeRw: var size }] || size <= plan.Limits.Disk)
                    continue;
                await full.CancelAsync();
                return;
            }
            catch (Exception failure)
                when (failure is OperationCanceledException or DockerApiException or HttpRequestException or IOException
                )
            {
                if (failure is not OperationCanceledException)
                    log.LogWarning(failure, "The size of a container can't be read");
            }
        }
    }

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
            // Dead already.
        }
    }

    public async ValueTask DisposeAsync()
    {
        gate?.Dispose();
        await RemoveAsync(client, id, log);
    }

    /// <summary>Also while we are told to stop: nothing is left running.</summary>
    public static async Task RemoveAsync(DockerClient client, string id, ILogger log)
    {
        try
        {
            await client.Containers.RemoveContainerAsync(
                id,
                new ContainerRemoveParameters { Force = true, RemoveVolumes = true }
            );
        }
        catch (DockerApiException gone)
            when (gone.StatusCode is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Conflict)
        {
            // Gone, or being removed.
        }
        catch (Exception failure)
            when (failure is HttpRequestException or IOException or DockerApiException or TimeoutException)
        {
            log.LogWarning(failure, "A container can't be removed now; the clean-up will");
        }
    }

    /// <summary>Splits what is printed into lines, whatever pieces it comes in.</summary>
    sealed class Lines(Action<string> onLine)
    {
        readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
        readonly StringBuilder _line = new();

        public void Add(ReadOnlySpan<byte> bytes)
        {
            var text = new char[bytes.Length + 1];
            foreach (var c in text.AsSpan(0, _decoder.GetChars(bytes, text, flush: false)))
            {
                if (c == '\n')
                    End();
                else if (c is not ('\0' or '\r') && _line.Length <= BuildEvent.MostCharacters)
                    _line.Append(char.IsControl(c) && c is not '\t' ? '\uFFFD' : c);
            }
        }

        public void End()
        {
            if (_line.Length > 0)
                onLine(_line.ToString());
            _line.Clear();
        }
    }
}
