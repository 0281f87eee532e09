using System.CommandLine;
using System.Diagnostics;
using Chs.Application.Ports;
using Chs.Infrastructure;

namespace Chs.Api.Commands;

/// <summary>The command <c>import-lookit</c>.</summary>
sealed class ImportLookitCommand : HostCommand
{
    readonly Option<string> _from = new("--from")
    {
        Description =
            "Of Lookit's PostgreSQL database, such as \"Host=…;Database=lookit;Username=…;Password=…\". It is only read.",
        HelpName = "connection string",
        Required = true,
    };

    public ImportLookitCommand(HostFactory createHost)
        : base(
            "import-lookit",
            "Copies a Lookit database into this site's. Run it again to go on after an interruption. "
                + "Exit code 65: some rows weren't copied, they are listed; 66: nothing could be read.",
            createHost
        )
    {
        _from.Validators.Add(option =>
        {
            if (string.IsNullOrWhiteSpace(option.GetValueOrDefault<string>()))
                option.AddError("--from takes the connection string of Lookit's database.");
        });
        Options.Add(_from);
    }

    protected override async Task<int> RunAsync(
        WebApplication app,
        ParseResult arguments,
        CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            stop.Cancel();
        };
        await app.Services.MigrateAsync(stop.Token);
        await using var scope = app.Services.CreateAsyncScope();
        var import = scope.ServiceProvider.GetRequiredService<ILookitImport>();
        var clock = Stopwatch.StartNew();
        try
        {
            var report = await import.RunAsync(arguments.GetRequiredValue(_from), new ProgressLine(), stop.Token);
            Print(report, clock.Elapsed);
            return report.IsComplete ? ExitCode.Success : ExitCode.DataError;
        }
        catch (LookitImportException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return ExitCode.NoInput;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("\nStopped. What was copied stays; run the command again to go on.");
            return ExitCode.Interrupted;
        }
    }

    static void Print(ImportReport report, TimeSpan took)
    {
        Console.WriteLine($"{"", -24}{"in Lookit", 12}{"copied", 12}{"before", 12}{"now here", 12}");
        foreach (var entity in report.Entities)
        {
            var counts = $"{entity.InSource, 12}{entity.Copied, 12}{entity.AlreadyPresent, 12}{entity.Found, 12}";
            Console.WriteLine($"{entity.Name, -24}{counts}{(entity.IsComplete ? "" : "  INCOMPLETE")}");
        }

        foreach (var note in report.Notes)
            Console.WriteLine(note);
        foreach (var row in report.Refused)
            Console.Error.WriteLine($"Not copied: {row.Entity} {row.Key}: {row.Reason}.");
        Console.WriteLine(
            report.IsComplete
                ? $"Complete after {took.TotalSeconds:F1} s."
                : $"{report.Refused.Count} rows weren't copied. Correct them in Lookit and run the command again, or do without them."
        );
    }

    /// <summary>Overwrites one line of the terminal; writes nothing when the output goes into a file.</summary>
    sealed class ProgressLine : IProgress<ImportProgress>
    {
        static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

        long _writtenAt;

        public void Report(ImportProgress value)
        {
            var isLast = value.Done >= value.Total;
            if (Console.IsErrorRedirected || (!isLast && Stopwatch.GetElapsedTime(_writtenAt) < Interval))
                return;
            _writtenAt = Stopwatch.GetTimestamp();
            Console.Error.Write($"\r{value.Entity}: {value.Done} of {value.Total}\u001b[K");
            if (isLast)
                Console.Error.WriteLine();
        }
    }
}
