using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Checks the address and password of a log-in, and writes down what is refused.</summary>
/// <remarks>Hashing takes long, so it is done before the transaction begins that opens the log-in.</remarks>
sealed class PasswordLogIn(
    IChsDb db,
    Transactions transactions,
    AccountsByEmail accounts,
    IPasswords passwords,
    AttemptLimits limits,
    LogInRefusals refusals,
    AccountRules rules,
    TimeProvider time
)
{
    /// <returns>The account that they open, though perhaps not without a code.</returns>
    public async Task<Outcome<CheckedPassword>> CheckAsync(
        string email,
        string password,
        CancellationToken cancellationToken
    )
    {
        var user = await accounts.FindByEmailAsync(email, cancellationToken);
        db.ClearTracked();
        // No account, a closed one, and one without a password cost the same as a wrong password. An address that nobody
        // has confirmed looks as one that somebody else has: whoever signed up with it can't tell.
        var isOpen = user is { IsActive: true } && (rules.LogInAtOnce || user.EmailConfirmedAt is not null);
        var match = await passwords.VerifyEvenlyAsync(isOpen ? user!.PasswordHash : null, password, cancellationToken);
        if (match is PasswordMatch.No || user is null)
            return AccountErrors.WrongCredentials;
        var newHash = match is PasswordMatch.YesButRehash ? passwords.Hash(password) : null;
        return new CheckedPassword(user, newHash);
    }

    /// <summary>Finds the account in the transaction that opens the log-in, and renews an outdated hash.</summary>
    /// <returns>Null when it has been closed, or has another password, since the password was checked.</returns>
    public async Task<User?> FindAsync(CheckedPassword right, CancellationToken cancellationToken)
    {
        var user = await db.Users.SingleOrDefaultAsync(
            u => u.Id == right.User.Id && u.IsActive && u.PasswordHash == right.User.PasswordHash,
            cancellationToken
        );
        if (right.NewHash is not null)
            user?.ReplacePasswordHash(right.NewHash);
        return user;
    }

    /// <summary>
    /// Writes a wrong password, and a wrong or missing code, to the audit log, without the address and password that were
    /// typed. It has a transaction of its own, because that of the refused log-in is rolled back.
    /// </summary>
    /// <remarks>
    /// What is refused for its number was looked at by nobody, and leaves nothing: the log would grow without end.
    /// </remarks>
    /// <param name="email">As typed.</param>
    /// <param name="refusal">Null: nothing was refused.</param>
    /// <param name="isCodeMissing">Whether the password was right, of which the owner is told.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public async Task RecordRefusalAsync(
        string email,
        Error? refusal,
        bool isCodeMissing,
        CancellationToken cancellationToken
    )
    {
        var isCodeWrong = AccountErrors.IsWrongCode(refusal);
        if (!isCodeMissing && !isCodeWrong && refusal != AccountErrors.WrongCredentials)
            return;
        var tells = isCodeMissing && await MayWarnAsync(email, cancellationToken);
        await transactions.RunAsync(
            async () =>
            {
                var user = await accounts.FindByEmailAsync(email, cancellationToken);
                refusals.Add(user?.Uuid, isSecondFactor: isCodeWrong);
                if (tells)
                    user?.RecordMissingCode(time.GetUtcNow());
                return Outcome.Ok;
            },
            cancellationToken
        );
    }

    async Task<bool> MayWarnAsync(string email, CancellationToken cancellationToken)
    {
        var user = await accounts.FindByEmailAsync(email, cancellationToken);
        return user is not null
            && await limits.MayWarnAsync(user.Uuid, LogInPlace.ProgramWithoutCode, cancellationToken);
    }
}

/// <summary>An account whose password was typed.</summary>
/// <param name="User">The account as it was then.</param>
/// <param name="NewHash">What replaces an outdated hash; null: it isn't outdated.</param>
sealed record CheckedPassword(User User, string? NewHash);
