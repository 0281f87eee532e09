using System.Diagnostics;
using System.Text;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>The program itself: its configuration and its start.</summary>
public class ProgramTests
{
    [Fact]
    public async Task The_worker_says_every_fault_of_its_configuration_and_ends()
    {
        var (code, output) = await RunAsync(
            untilSays: null,
            ("Chs__Database__Provider", "Postgres"),
            ("Chs__Queue__Provider", "Carrier pigeon")
        );
        Assert.Equal(78, code);
        Assert.Contains("Chs:Database:ConnectionString", output);
        Assert.Contains("Chs:Queue:Provider", output);
    }

    [Fact]
    public async Task The_worker_waits_for_its_database()
    {
        var data = Directory.CreateTempSubdirectory("chs-worker-").FullName;
        var (_, output) = await RunAsync(untilSays: "waits", ("Chs__DataDirectory", data));
        Assert.Contains("waits: The database", output);
        Directory.Delete(data, recursive: true);
    }

    /// <param name="untilSays">Kills the program when a line contains this. Null: runs it to its end.</param>
    static async Task<(int Code, string Output)> RunAsync(
        string? untilSays,
        params (string Key, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo("dotnet", typeof(NoActor).Assembly.Location)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            output.AppendLine(line);
            if (untilSays is null || !line.Contains(untilSays, StringComparison.Ordinal))
                continue;
            process.Kill();
            break;
        }

        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
