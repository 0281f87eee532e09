using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Chs.Testing;

/// <summary>
/// The real program in a process of its own, as an operator runs it. It can be killed and started again on the same data.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    readonly Dictionary<string, string> _environment;
    readonly ConcurrentQueue<string> _output = new();
    readonly string _host;
    Process? _process;

    ServerProcess(Dictionary<string, string> environment, Uri address, string host)
    {
        _environment = environment;
        Address = address;
        _host = host;
    }

    public Uri Address { get; }

    /// <summary>Everything that the program has written to the console.</summary>
    public string Output => string.Join('\n', _output);

    string Program => ProgramOf(_host);

    /// <summary>Path of the server's program, beside which its files are.</summary>
    public static string ProgramFile => ProgramOf(Server);

    const string Server = "Chs.Api";

    static string ProgramOf(string host)
    {
        // The same configuration as the tests, so that one build serves both.
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal)
            ? "Release"
            : "Debug";
        return Repository.File($"src/{host}/bin/{configuration}/net10.0/{host}.dll");
    }

    /// <summary>Starts a build worker on the data and settings of a server.</summary>
    public static async Task<ServerProcess> WorkerAsync(
        string data,
        string? postgres,
        params (string Key, string Value)[] more
    )
    {
        var worker = Of(data, postgres, null, more, "Chs.BuildWorker");
        await worker.StartAsync();
        return worker;
    }

    /// <param name="data">Folder for its data. It stays when the program ends.</param>
    /// <param name="postgres">Connection string. Null: SQLite in the folder.</param>
    /// <param name="port">Null: any free one.</param>
    /// <param name="more">Further environment variables.</param>
    public static async Task<ServerProcess> StartAsync(
        string data,
        string? postgres = null,
        int? port = null,
        params (string Key, string Value)[] more
    )
    {
        var server = Of(data, postgres, port, more);
        if (postgres is not null)
            await server.RunToEndAsync("migrate");
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts a server on a PostgreSQL database that has its tables already.</summary>
    public static async Task<ServerProcess> StartOnMigratedAsync(
        string data,
        string postgres,
        params (string Key, string Value)[] more
    )
    {
        var server = Of(data, postgres, null, more);
        await server.StartAsync();
        return server;
    }

    /// <summary>Runs a command of the program to its end.</summary>
    /// <returns>Exit code, and everything that it wrote.</returns>
    public static async Task<(int Code, string Output)> CommandAsync(
        string data,
        string? postgres,
        string command,
        params (string Key, string Value)[] more
    )
    {
        await using var program = Of(data, postgres, null, more);
        return (await program.RunToEndAsync(command), program.Output);
    }

    /// <summary>Begins a command of the program without waiting for its end, so that a test can watch or kill it.</summary>
    public static ServerProcess Begin(
        string data,
        string? postgres,
        string command,
        params (string Key, string Value)[] more
    )
    {
        var program = Of(data, postgres, null, more);
        program._process = program.Launch(command);
        return program;
    }

    static ServerProcess Of(
        string data,
        string? postgres,
        int? port,
        (string Key, string Value)[] more,
        string host = Server
    )
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port ?? FreePort()}",
            ["Chs__DataDirectory"] = data,
            // Most tests play the demo's study with its people.
            ["Chs__Demo"] = "true",
            // Most live for seconds: gathering a profile costs a fifth of a start and never pays.
            ["DOTNET_TieredPGO"] = "0",
        };
        if (postgres is not null)
        {
            environment["Chs__Database__Provider"] = "Postgres";
            environment["Chs__Database__ConnectionString"] = postgres;
        }

        foreach (var (key, value) in more)
            environment[key] = value;
        return new ServerProcess(environment, new Uri(environment["ASPNETCORE_URLS"]), host);
    }

    public async Task StartAsync()
    {
        _process = Launch("");
        using var client = new HttpClient { BaseAddress = Address };
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The server ended with {_process.ExitCode}:\n{Output}");
            if (clock.Elapsed > TimeSpan.FromMinutes(2))
            {
                await KillAsync();
                throw new TimeoutException($"The server isn't ready after two minutes:\n{Output}");
            }

            try
            {
                if ((await client.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
    }

    /// <summary>Ends it at once (kill -9), without a chance to finish anything.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <param name="name">Such as STOP, which pauses the program, and CONT, which resumes it.</param>
    public Task SignalAsync(string name) => Programs.RunAsync("kill", [$"-{name}", $"{_process!.Id}"]);

    /// <summary>Asks it to stop (SIGTERM), as a supervisor does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        await _process!.WaitForExitAsync();
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    /// <summary>Runs the program with this command to its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunToEndAsync(string command)
    {
        using var process = Launch(command);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Waits up to half a minute until the program has written a line with this text.</summary>
    public async Task WaitForOutputAsync(string text)
    {
        for (var i = 0; i < 600; i++, await Task.Delay(50))
        {
            if (_output.Any(line => line.Contains(text, StringComparison.Ordinal)))
                return;
        }

        throw new TimeoutException($"The program hasn't written '{text}':\n{Output}");
    }

    /// <summary>Waits for the end of a command that was begun.</summary>
    /// <returns>Its exit code, and the most memory that it held, in megabytes.</returns>
    public async Task<(int Code, int PeakMegabytes)> WatchToEndAsync()
    {
        long peak = 0;
        while (!_process!.HasExited)
        {
            await Task.Delay(50);
            peak = Math.Max(peak, await ReadPeakKilobytesAsync(_process.Id));
        }

        await _process.WaitForExitAsync();
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return (code, (int)(peak / 1024));
    }

    /// <summary>The kernel's high-water mark of resident memory; 0 when the process has just ended.</summary>
    static async Task<long> ReadPeakKilobytesAsync(int processId)
    {
        try
        {
            var lines = await File.ReadAllLinesAsync($"/proc/{processId}/status");
            var line = lines.FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
    }

    Process Launch(string command)
    {
        var start = new ProcessStartInfo("dotnet", $"\"{Program}\" {command}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in _environment)
            start.Environment[key] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => AddOutput(line.Data);
        process.ErrorDataReceived += (_, line) => AddOutput(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    void AddOutput(string? line)
    {
        if (line is not null)
            _output.Enqueue(line);
    }

    /// <summary>
    /// A free port below those that the system gives to outgoing connections: one of these could take it before the
    /// server does.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 30_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
