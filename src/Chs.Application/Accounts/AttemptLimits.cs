using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>
/// Limits how often passwords and codes can be tried in a log-in, and how many mails it can ask for. Everything is
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

    /// <summary>Codes of a second factor that can be tried in one log-in, to switch it on or off.</summary>
    const int CodesADay = 10;

    /// <summary>Mails an hour about log-ins from elsewhere.</summary>
    const int Warnings = 5;

    /// <summary>Counts a code that is sent in a log-in. Codes at log-ins have quotas of their own.</summary>
    public Task<Outcome> CountCodeAsync(Actor actor, CancellationToken cancellationToken) =>
        CountAsync(cancellationToken, new Quota($"codes a day in {LogInOf(actor)}", CodesADay, Day));

    /// <summary>
    /// Whether the owner is told of one more log-in from elsewhere. Whoever knows the password can make many, and mustn't
    /// fill the mailbox with them.
    /// </summary>
    /// <param name="account">The account's uuid.</param>
    /// <param name="place">From where. One of them hides nothing about another.</param>
    public async Task<bool> MayWarnAsync(Guid account, LogInPlace place, CancellationToken cancellationToken) =>
        await quotas.TakeAsync([new Quota($"warnings of {place} of {account}", Warnings, Hour)], cancellationToken)
            is null;

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

    /// <summary>Counts a password that is asked for beside a mailed link, by whoever reads the account's mails.</summary>
    /// <param name="account">The account's uuid.</param>
    public Task<Outcome> CountPasswordWithLinkAsync(Guid account, CancellationToken cancellationToken) =>
        CountAsync(
            cancellationToken,
            new Quota($"passwords a minute with links of {account}", PasswordsAMinute, Minute),
            new Quota($"passwords a day with links of {account}", PasswordsADay, Day)
        );

    /// <summary>Counts a mail that confirms the actor's address.</summary>
    public Task<Outcome> CountMailAsync(Actor actor, CancellationToken cancellationToken) =>
        CountAsync(cancellationToken, ConfirmationsOf(actor));

    /// <summary>Counts a mail to another address, among the actor's and among those that the address gets.</summary>
    public Task<Outcome> CountMailToAsync(Actor actor, string email, CancellationToken cancellationToken) =>
        CountAsync(cancellationToken, ConfirmationsOf(actor), Quota.MailsTo(email));

    static Quota ConfirmationsOf(Actor actor) => new($"confirmations of {actor.Id}", Mails, Hour);

    static string LogInOf(Actor actor) => $"log-in {actor.CredentialKey} of {actor.Id}";

    async Task<Outcome> CountAsync(CancellationToken cancellationToken, params IReadOnlyList<Quota> taken) =>
        await quotas.TakeAsync(taken, cancellationToken) is { } wait ? AccountErrors.TooManyAttempts(wait) : Outcome.Ok;
}
