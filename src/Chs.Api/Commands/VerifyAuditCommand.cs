using System.CommandLine;
using System.CommandLine.Parsing;
using Chs.Application.Auditing;
using MediatR;

namespace Chs.Api.Commands;

/// <summary>The command <c>verify-audit</c>.</summary>
sealed class VerifyAuditCommand : HostCommand
{
    readonly Option<Entry?> _expected = new("--expect")
    {
        Description =
            "Last entry that an earlier run printed; also finds a log that was cut off at its end or written anew.",
        HelpName = "number:digest",
        CustomParser = ParseEntry,
    };

    public VerifyAuditCommand(HostFactory createHost)
        : base(
            "verify-audit",
            "Recomputes the chain of the audit log and prints its last entry. Exit code 65: the log was changed.",
            createHost
        )
    {
        Options.Add(_expected);
    }

    protected override async Task<int> RunAsync(
        WebApplication app,
        ParseResult arguments,
        CancellationToken cancellationToken
    )
    {
        var expected = arguments.GetValue(_expected);
        await using var scope = app.Services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var verdict = (await mediator.Send(new VerifyAudit(expected?.Number), cancellationToken)).Value;
        var fault = verdict.Fault ?? FaultOf(expected, verdict.ExpectedDigest);
        if (fault is not null)
        {
            await Console.Error.WriteLineAsync(
                $"The audit log was changed: {fault} Intact up to entry {verdict.Last}."
            );
            return ExitCode.DataError;
        }

        Console.WriteLine(
            $"The audit log is intact: {verdict.Last} entries; {verdict.Unsealed} of the last seconds aren't sealed yet."
        );
        Console.WriteLine($"Keep this elsewhere: {verdict.Last}:{verdict.Digest}");
        return ExitCode.Success;
    }

    static string? FaultOf(Entry? expected, string? digest)
    {
        if (expected is null || string.Equals(digest, expected.Digest, StringComparison.OrdinalIgnoreCase))
            return null;
        return $"Entry {expected.Number} isn't the one that was there.";
    }

    static Entry? ParseEntry(ArgumentResult argument)
    {
        var parts = argument.Tokens[0].Value.Split(':');
        if (parts is [var number, var digest] && long.TryParse(number, out var parsed))
            return new Entry(parsed, digest);
        argument.AddError("--expect takes what an earlier run printed: number:digest.");
        return null;
    }

    /// <summary>An entry of the audit log as the command prints it.</summary>
    sealed record Entry(long Number, string Digest);
}
