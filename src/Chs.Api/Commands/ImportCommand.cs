using System.Diagnostics;
using Chs.Application.Ports;
using Chs.Infrastructure;

namespace Chs.Api.Commands;

/// <summary>The command <c>import-lookit --from "connection string"</c>.</summary>
static class ImportCommand
{
    const int Usage = 64,
        Incomplete = 65,
        NoInput = 66,
        Interrupted = 130;

    /// <returns>0: everything is here. 65: some rows aren't, they are listed. 66: nothing could be read.</returns>
    public static async Task<int> RunAsync(WebApplication app, string? source)
    {
        if (string.IsNullOrWhiteSpace(source))
        {
            await Console.Error.WriteLineAsync("import-lookit --from \"Host=…;Database=lookit;Username=…;Password=…\"");
            return Usage;
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            stop.Cancel();
        };
        await app.Services.MigrateAsync(stop.Token);
        await using var scope = app.Services.CreateAsyncScope();
        var clock = Stopwatch.StartNew();
        try
        {
            var report = await scope
                .ServiceProvider.GetRequiredService<ILookitImport>()
                .RunAsync(source, new Terminal(), stop.Token);
            Print(report, clock.Elapsed);
            return report.IsComplete ? 0 : Incomplete;
        }
        catch (LookitImportException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return NoInput;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("\nStopped. What was copied stays; run the command again to go on.");
            return Interrupted;
        }
    }

    static void Print(ImportReport report, TimeSpan took)
    {
        Console.WriteLine($"{"", -24}{"in Lookit", 12}{"copied", 12}{"before", 12}{"now here", 12}");
        foreach (var entity in report.Entities)
            Console.WriteLine(
                $"{entity.Name, -24}{entity.InSource, 12}{entity.Copied, 12}{entity.ThereBefore, 12}{entity.Found, 12}{(entity.IsComplete ? "" : "  INCOMPLETE")}"
            );
        foreach (var note in report.Notes)
            Console.WriteLine(note);
        foreach (var row in report.Refused)
            Console.Error.WriteLine($"Not taken: {row.Entity} {row.Key}: {row.Reason}.");
        Console.WriteLine(
            report.IsComplete
                ? $"Complete after {took.TotalSeconds:F1} s."
                : $"{report.Refused.Count} rows were not taken. Mend them in Lookit (or decide to do without them) and run the command again."
        );
    }

    /// <summary>One line that is written over; nothing where the output goes into a file.</summary>
    sealed class Terminal : IProgress<ImportProgress>
    {
        long _shown;

        public void Report(ImportProgress value)
        {
            if (
                Console.IsErrorRedirected
                || (value.Done < value.Total && Stopwatch.GetElapsedTime(_shown) < TimeSpan.FromMilliseconds(100))
            )
                return;
            _shown = Stopwatch.GetTimestamp();
            Console.Error.Write($"\r{value.Entity}: {value.Done} of {value.Total}\u001b[K");
            if (value.Done >= value.Total)
                Console.Error.WriteLine();
        }
    }
}
