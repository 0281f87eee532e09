using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>Checks the address and password of a log-in, and writes down what is refused.</summary>
sealed class PasswordLogIn(
    Transactions transactions,
    AccountsByEmail accounts,
    IPasswords passwords,
    LogInRefusals refusals,
    TimeProvider time
)
{
    /// <returns>The account that they open, though perhaps not without a code.</returns>
    public async Task<Outcome<User>> CheckAsync(string email, string password, CancellationToken cancellationToken)
    {
        if (await accounts.FindByEmailAsync(email, cancellationToken) is not { } user)
        {
            passwords.PretendToVerify(password);
            return AccountErrors.WrongCredentials;
        }

        var match = passwords.Verify(user.PasswordHash, password);
        if (match is PasswordMatch.No || !user.IsActive)
            return AccountErrors.WrongCredentials;
        if (match is PasswordMatch.YesButRehash)
            user.ReplacePasswordHash(passwords.Hash(password));
        return user;
    }

    /// <summary>
    /// Writes a refusal to the audit log, without the address and password that were typed. It has a transaction of its
    /// own, because that of the refused log-in is rolled back.
    /// </summary>
    /// <param name="email">As typed.</param>
    /// <param name="isCodeMissing">Whether the password was right, of which the owner is told.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public Task RecordRefusalAsync(string email, bool isCodeMissing, CancellationToken cancellationToken) =>
        transactions.RunAsync(
            async () =>
            {
                var user = await accounts.FindByEmailAsync(email, cancellationToken);
                refusals.Add(user?.Uuid, isSecondFactor: false);
                if (isCodeMissing)
                    user?.RecordMissingCode(time.GetUtcNow());
                return Outcome.Ok;
            },
            cancellationToken
        );
}
