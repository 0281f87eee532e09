using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Chs.Testing;

/// <summary>A broker of a test's own, to be killed. Its data survive in its folder.</summary>
public sealed class RabbitBroker : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("chs-rabbit-").FullName;
    readonly int _port = ServerProcess.FreePort(),
        _distribution = ServerProcess.FreePort(),
        _epmd = ServerProcess.FreePort();
    Process? _process;

    public string Address => $"amqp://guest:guest@127.0.0.1:{_port}/";

    public static async Task<RabbitBroker> StartAsync()
    {
        var broker = new RabbitBroker();
        await File.WriteAllTextAsync(Path.Combine(broker._folder, "plugins"), "[].");
        await Programs.RunAsync("chown", ["-R", "rabbitmq", broker._folder]);
        await broker.StartAgainAsync();
        return broker;
    }

    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo("runuser", ["-u", "rabbitmq", "--", "/usr/lib/rabbitmq/bin/rabbitmq-server"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        foreach (
            var (name, value) in (ReadOnlySpan<(string, string)>)
                [
                    ("HOME", _folder),
                    ("RABBITMQ_NODENAME", $"chs-{_port}@localhost"),
                    ("RABBITMQ_NODE_PORT", $"{_port}"),
                    ("RABBITMQ_DIST_PORT", $"{_distribution}"),
                    ("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                    ("RABBITMQ_MNESIA_BASE", $"{_folder}/data"),
                    ("RABBITMQ_LOG_BASE", $"{_folder}/log"),
                    ("RABBITMQ_ENABLED_PLUGINS_FILE", $"{_folder}/plugins"),
                    ("RABBITMQ_PID_FILE", $"{_folder}/pid"),
                    ("ERL_EPMD_PORT", $"{_epmd}"),
                    ("ERL_EPMD_ADDRESS", "127.0.0.1"),
                ]
        )
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _ = _process.StandardOutput.ReadToEndAsync();
        _ = _process.StandardError.ReadToEndAsync();
        for (var i = 0; i < 300; i++, await Task.Delay(200))
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

    /// <summary>kill -9, the broker itself and not only what started it.</summary>
    public async Task KillAsync()
    {
        await Programs.RunAsync("kill", ["-9", (await File.ReadAllTextAsync(Path.Combine(_folder, "pid"))).Trim()]);
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _process!.WaitForExitAsync(end.Token);
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
        await Programs.RunAsync("env", [$"ERL_EPMD_PORT={_epmd}", "epmd", "-kill"]);
        await Programs.RunAsync("rm", ["-rf", _folder]);
    }
}
