using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>
/// Limits how often passwords and codes of an account can be tried, and how many mails it can ask for. Everything is
/// counted before a transaction begins: see <see cref="IQuotas"/>.
/// </summary>
sealed class AttemptLimits(IQuotas quotas)
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1),
        Hour = TimeSpan.FromHours(1),
        Day = TimeSpan.FromDays(1);

    /// <summary>Mails an hour for which an account can ask.</summary>
    const int Mails = 5;

    /// <summary>Passwords that can be tried in one log-in.</summary>
    const int PasswordsAMinute = 5,
        PasswordsADay = 100;

    const int CodesAMinute = 5,
        CodesADay = 100;

    /// <summary>Counts a code, whose sender has shown the account's password or is logged in.</summary>
    public Task<Outcome> CountCodeAsync(Guid account, CancellationToken cancellationToken) =>
        CountAsync(
            cancellationToken,
            new Quota($"codes a minute of {account}", CodesAMinute, Minute),
            new Quota($"codes a day of {account}", CodesADay, Day)
        );

    /// <summary>
    /// Counts a password that is asked for in a log-in. It is the log-in's own quota: nobody else can use it up, and
    /// whoever has found an open browser uses up only this one.
    /// </summary>
    public Task<Outcome> CountPasswordAsync(Actor actor, CancellationToken cancellationToken) =>
        CountAsync(
            cancellationToken,
            new Quota($"passwords a minute in {LogInOf(actor)}", PasswordsAMinute, Minute),
            new Quota($"passwords a day in {LogInOf(actor)}", PasswordsADay, Day)
        );

    /// <summary>Counts a mail that confirms the actor's address.</summary>
    public Task<Outcome> CountMailAsync(Actor actor, CancellationToken cancellationToken) =>
        CountAsync(cancellationToken, new Quota($"confirmations of {actor.Id}", Mails, Hour));

    static string LogInOf(Actor actor) => $"log-in {actor.CredentialKey} of {actor.Id}";

    async Task<Outcome> CountAsync(CancellationToken cancellationToken, params IReadOnlyList<Quota> taken) =>
        await quotas.TakeAsync(taken, cancellationToken) is { } wait ? AccountErrors.TooManyAttempts(wait) : Outcome.Ok;
}
