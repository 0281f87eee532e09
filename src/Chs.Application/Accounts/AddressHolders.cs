using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>Whose an e-mail address is: decision 0026.</summary>
sealed class AddressHolders(AccountsByEmail accounts, TimeProvider time)
{
    /// <returns>
    /// The account that keeps this address, whoever else turns out to read its mail: one that confirmed it, or one that
    /// staff have closed, for a closed account stays closed. Null: nobody has it, or an account that did neither.
    /// </returns>
    public async Task<User?> FindAsync(string email, CancellationToken cancellationToken) =>
        await accounts.FindByEmailAsync(email, cancellationToken) is { } holder && Keeps(holder) ? holder : null;

    /// <summary>
    /// Frees an address for somebody who has shown to read its mail. An account that has it and doesn't keep it stays with
    /// whoever made it, without the address: they can open it and have never shown that the address is theirs.
    /// </summary>
    /// <returns>The account that keeps the address, which then isn't free; null: it is.</returns>
    public async Task<User?> FindOrFreeAsync(string email, CancellationToken cancellationToken)
    {
        var holder = await accounts.FindByEmailAsync(email, cancellationToken);
        if (holder is not null && Keeps(holder))
            return holder;
        holder?.ReleaseEmail(time.GetUtcNow());
        return null;
    }

    static bool Keeps(User holder) => holder is { EmailConfirmedAt: not null } or { IsActive: false };
}
