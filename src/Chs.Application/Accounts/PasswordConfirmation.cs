using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>
/// Makes sure that the actor knows the account's password, before a change that could lock its owner out: a session may
/// have been left open.
/// </summary>
/// <remarks>Hashing takes long, and no transaction waits for it: it is part of the use case's preparation.</remarks>
sealed class PasswordConfirmation(
    AccountFinder accounts,
    IPasswords passwords,
    LogInSessions sessions,
    AttemptLimits limits,
    Actor actor,
    Prepared<ConfirmedPassword> confirmed
)
{
    /// <param name="password">As typed.</param>
    /// <param name="member">The request's member that holds the password.</param>
    public async Task<Outcome> ConfirmAsync(string password, string member, CancellationToken cancellationToken)
    {
        var counted = await limits.CountPasswordAsync(actor, cancellationToken);
        if (counted.Failed)
            return counted;
        var user = await accounts.FindOwnAsync(cancellationToken);
        if (passwords.Verify(user.PasswordHash, password) is PasswordMatch.No)
            return AccountErrors.WrongPassword(member);
        confirmed.Value = new ConfirmedPassword(user.PasswordHash);
        return Outcome.Ok;
    }

    /// <summary>
    /// Like <see cref="ConfirmAsync"/>, but of an account that has no password, because its owner logs in elsewhere, the
    /// log-in must be recent: whoever finds an open browser can't log in there.
    /// </summary>
    /// <param name="password">As typed; null: none was.</param>
    /// <param name="member">The request's member that holds the password.</param>
    public async Task<Outcome> ConfirmOrBeRecentAsync(
        string? password,
        string member,
        CancellationToken cancellationToken
    )
    {
        var user = await accounts.FindOwnAsync(cancellationToken);
        if (user.HasPassword)
            return await ConfirmAsync(password ?? "", member, cancellationToken);
        if (!await sessions.IsRecentAsync(actor, cancellationToken))
            return AccountErrors.LogInAgain;
        confirmed.Value = new ConfirmedPassword(user.PasswordHash);
        return Outcome.Ok;
    }

    /// <returns>The actor's account, unless its password isn't the one any more that was confirmed.</returns>
    public async Task<Outcome<User>> FindConfirmedAsync(CancellationToken cancellationToken)
    {
        var user = await accounts.FindOwnAsync(cancellationToken);
        return user.PasswordHash == confirmed.Value.Hash ? user : Error.Stale;
    }
}

/// <param name="Hash">Of the password that was confirmed.</param>
sealed record ConfirmedPassword(string Hash);
