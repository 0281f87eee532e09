using Chs.Application.Auditing;
using Chs.Domain;
using MediatR;

namespace Chs.Api.Commands;

/// <summary>The command <c>verify-audit</c>: whether the audit log is as it was written.</summary>
static class VerifyAuditCommand
{
    const int Broken = 65,
        Usage = 64;

    /// <param name="expect">What an earlier run printed, as <c>number:digest</c>: also finds a log that was cut off at its end, or made anew.</param>
    public static async Task<int> RunAsync(WebApplication app, string? expect)
    {
        var wanted = expect?.Split(':');
        if (wanted is not (null or [_, _]) || (wanted is not null && !long.TryParse(wanted[0], out _)))
        {
            await Console.Error.WriteLineAsync("--expect takes what an earlier run printed: number:digest.");
            return Usage;
        }

        await using var scope = app.Services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var verdict = (await mediator.Send(new VerifyAudit(wanted is null ? null : long.Parse(wanted[0])))).Value;
        var fault =
            verdict.Fault
            ?? (
                wanted is null || string.Equals(verdict.ExpectedDigest, wanted[1], StringComparison.OrdinalIgnoreCase)
                    ? null
                    : $"Entry {wanted[0]} isn't the one that was there."
            );
        if (fault is not null)
        {
            await Console.Error.WriteLineAsync($"The audit log was changed: {fault} Good until entry {verdict.Last}.");
            return Broken;
        }

        Console.WriteLine(
            $"The audit log is whole: {verdict.Last} entries, {verdict.Unsealed} of the last seconds not yet among them. Keep this elsewhere: {verdict.Last}:{verdict.Digest}"
        );
        return 0;
    }
}
