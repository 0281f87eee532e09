using System.Text.Json;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Makes and reads the links in mails about an account. A link's token is sealed, so that nothing about it has to be
/// stored, and bound to its purpose and to the data it confirms or replaces.
/// </summary>
public sealed class AccountLinks(IChsDb db, SealedTexts seal, SiteAddress site, TimeProvider time)
{
    static readonly TimeSpan PasswordValidFor = TimeSpan.FromDays(3);
    static readonly TimeSpan EmailValidFor = TimeSpan.FromDays(14);

    // Sealed into every token: a changed text makes the links of mails that were sent before invalid.
    const string PasswordPurpose = "link to a new password";
    const string EmailPurpose = "link that confirms an address";

    /// <summary>Links to the page on which a new password is chosen.</summary>
    /// <remarks>
    /// The link is bound to the current password and address: it works once, and not after the address has changed.
    /// </remarks>
    public Uri ToPassword(User user)
    {
        var token = CreateToken(PasswordPurpose, user, PasswordAndAddress(user), PasswordValidFor);
        return site.Account("password", token);
    }

    /// <summary>Links to the page that confirms the account's address.</summary>
    /// <remarks>The link is bound to the address: it doesn't work after the address has changed.</remarks>
    public Uri ToConfirm(User user)
    {
        var token = CreateToken(EmailPurpose, user, user.Email, EmailValidFor);
        return site.Account("confirm", token);
    }

    /// <returns>The user who may choose a new password; null when the token is invalid or expired.</returns>
    public Task<User?> FindForPasswordAsync(string token, CancellationToken cancellationToken) =>
        FindAsync(PasswordPurpose, token, PasswordAndAddress, cancellationToken);

    /// <returns>The user whose address the token confirms; null when the token is invalid or expired.</returns>
    public Task<User?> FindForEmailAsync(string token, CancellationToken cancellationToken) =>
        FindAsync(EmailPurpose, token, user => user.Email, cancellationToken);

    static string PasswordAndAddress(User user) => $"{user.PasswordHash}\n{user.Email}";

    string CreateToken(string purpose, User user, string boundTo, TimeSpan validFor) =>
        seal.Protect(
            JsonSerializer.Serialize(new Link(user.Uuid, Fingerprint(boundTo), time.GetUtcNow() + validFor)),
            purpose
        );

    async Task<User?> FindAsync(
        string purpose,
        string token,
        Func<User, string> boundTo,
        CancellationToken cancellationToken
    )
    {
        if (seal.Unprotect(token, purpose) is not { } content)
            return null;
        var link = JsonSerializer.Deserialize<Link>(content)!;
        if (link.Until <= time.GetUtcNow())
            return null;
        var user = await db.Users.SingleOrDefaultAsync(u => u.Uuid == link.User && u.IsActive, cancellationToken);
        return user is not null && link.BoundTo == Fingerprint(boundTo(user)) ? user : null;
    }

    static string Fingerprint(string text) => Convert.ToHexStringLower(Secret.Digest(text))[..16];

    /// <param name="User">The account's uuid.</param>
    /// <param name="BoundTo">Fingerprint of the data that must not have changed.</param>
    /// <param name="Until">When the link expires.</param>
    sealed record Link(Guid User, string BoundTo, DateTimeOffset Until);
}
