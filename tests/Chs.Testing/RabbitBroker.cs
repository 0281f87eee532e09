using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Chs.Testing;

/// <summary>A RabbitMQ server for one test, which may kill it. Its data survive in its folder.</summary>
public sealed class RabbitBroker : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("chs-rabbit-").FullName;
    readonly int _port = ServerProcess.FreePort();
    readonly int _distributionPort = ServerProcess.FreePort();

    /// <summary>Port of Erlang's port mapper daemon.</summary>
    readonly int _epmdPort = ServerProcess.FreePort();
    Process? _process;

    public string Address => $"amqp://guest:guest@127.0.0.1:{_port}/";

    public static async Task<RabbitBroker> StartAsync()
    {
        var broker = new RabbitBroker();
        await File.WriteAllTextAsync(Path.Combine(broker._folder, "plugins"), "[].");
        await Programs.RunAsync("chown", ["-R", "rabbitmq", broker._folder]);
        try
        {
            await broker.StartAgainAsync();
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo("runuser", AsBroker("/usr/lib/rabbitmq/bin/rabbitmq-server"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        _process = Process.Start(start)!;
        _ = _process.StandardOutput.ReadToEndAsync();
        _ = _process.StandardError.ReadToEndAsync();
        await WaitUntilItListensAsync();
    }

    /// <summary>Arguments of <c>runuser</c> for a program of the broker.</summary>
    /// <remarks>
    /// <c>env</c>, because <c>runuser</c> sets HOME: the cookie that lets programs talk to the broker lies there.
    /// </remarks>
    string[] AsBroker(params string[] command) =>
        [
            "-u",
            "rabbitmq",
            "--",
            "env",
            $"HOME={_folder}",
            $"RABBITMQ_NODENAME=chs-{_port}@localhost",
            $"RABBITMQ_NODE_PORT={_port}",
            $"RABBITMQ_DIST_PORT={_distributionPort}",
            "RABBITMQ_NODE_IP_ADDRESS=127.0.0.1",
            $"RABBITMQ_MNESIA_BASE={_folder}/data",
            $"RABBITMQ_LOG_BASE={_folder}/log",
            $"RABBITMQ_ENABLED_PLUGINS_FILE={_folder}/plugins",
            $"RABBITMQ_PID_FILE={_folder}/pid",
            $"ERL_EPMD_PORT={_epmdPort}",
            "ERL_EPMD_ADDRESS=127.0.0.1",
            .. command,
        ];

    /// <summary>Makes the broker write to the disk at once what it would write within seconds.</summary>
    /// <remarks>A queue whose broker is killed before that can come back without a leader.</remarks>
    public async Task StoreAsync()
    {
        const string sync = "[ok = dets:sync(Table) || Table <- dets:all()], ok = mnesia:sync_log().";
        var command = AsBroker("/usr/lib/rabbitmq/bin/rabbitmqctl", "eval", sync);
        var (code, output) = await Programs.RunAsync("runuser", command, "/");
        if (code != 0)
            throw new InvalidOperationException(output);
    }

    async Task WaitUntilItListensAsync()
    {
        for (var i = 0; i < 600; i++, await Task.Delay(200))
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, _port);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }

        throw new InvalidOperationException("The broker doesn't start.");
    }

    /// <summary>Kills the broker itself (kill -9), not only the script that started it.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _process!.WaitForExitAsync(end.Token);
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
        await Programs.RunAsync("env", [$"ERL_EPMD_PORT={_epmdPort}", "epmd", "-kill"]);
        await Programs.RunAsync("rm", ["-rf", _folder]);
    }
}
