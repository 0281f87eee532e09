using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>
/// Makes sure that the actor knows the account's password, before a change that could lock its owner out: a session may
/// have been left open.
/// </summary>
sealed class PasswordConfirmation(AccountFinder accounts, IPasswords passwords, IAttemptLimit attempts, Actor actor)
{
    /// <param name="password">As typed.</param>
    /// <param name="member">The request's member that holds the password.</param>
    /// <returns>The actor's account.</returns>
    public async Task<Outcome<User>> ConfirmAsync(string password, string member, CancellationToken cancellationToken)
    {
        if (attempts.CountAttempt(actor.Id) is { } wait)
            return AccountErrors.TooManyAttempts(wait);
        var user = await accounts.FindOwnAsync(cancellationToken);
        return passwords.Verify(user.PasswordHash, password) is PasswordMatch.No
            ? AccountErrors.WrongPassword(member)
            : user;
    }
}
