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
    /// <summary>For who asked for the link and waits for it, and for who learns of it by the mail.</summary>
    static readonly TimeSpan OwnPasswordValidFor = TimeSpan.FromHours(1),
        SentPasswordValidFor = TimeSpan.FromDays(3);
    static readonly TimeSpan EmailValidFor = TimeSpan.FromDays(14),
        ChangeValidFor = TimeSpan.FromDays(1);

    // Sealed into every token: a changed text makes the links of mails that were sent before invalid.
    const string PasswordPurpose = "link to a new password";
    const string EmailPurpose = "link that confirms an address";

    /// <summary>The page for a log-in.</summary>
    public Uri ToLogIn => new(site.Root, site.LogIn("/"));

    /// <summary>Links to the page on which a new password is chosen.</summary>
    /// <remarks>
    /// The link is bound to the current password and address: it works once, and not after the address has changed.
    /// </remarks>
    /// <param name="user">The owner.</param>
    /// <param name="isSent">Whether somebody else had it sent, for three days; otherwise it is good for an hour.</param>
    public Uri ToPassword(User user, bool isSent = false)
    {
        var validFor = isSent ? SentPasswordValidFor : OwnPasswordValidFor;
        var token = CreateToken(PasswordPurpose, user, PasswordAndAddress(user), validFor);
        return site.Account("password", token);
    }

    /// <summary>Links to the page that confirms an address: the account's own, or the one to which it is to move.</summary>
    /// <remarks>
    /// The link is bound to the account's present address: it doesn't work after that has changed. One to another address
    /// is bound to the password, too, with which it was asked for: whoever chooses a new one may do so because of that. A
    /// link shows only that somebody reads the mails of <paramref name="address"/>, not that they may open the account.
    /// </remarks>
    public Uri ToConfirm(User user, string address)
    {
        var validFor = user.Email == address ? EmailValidFor : ChangeValidFor;
        var token = CreateToken(EmailPurpose, user, ConfirmedWith(user, address), validFor, address);
        return site.Account("confirm", token);
    }

    /// <returns>What the token confirms; null when the token is invalid or expired.</returns>
    public async Task<ConfirmedAddress?> FindForEmailAsync(string token, CancellationToken cancellationToken)
    {
        if (Read(EmailPurpose, token) is not { Address: { } address } link)
            return null;
        var user = await FindAsync(link, cancellationToken);
        if (user is null)
            return null;
        // Followed again, it finds the address in its place already.
        var isValid = user.Email == address || IsBoundTo(link, ConfirmedWith(user, address));
        return isValid ? new ConfirmedAddress(user, address) : null;
    }

    /// <returns>The user who may choose a new password; null when the token is invalid or expired.</returns>
    public async Task<User?> FindForPasswordAsync(string token, CancellationToken cancellationToken)
    {
        if (Read(PasswordPurpose, token) is not { } link)
            return null;
        var user = await FindAsync(link, cancellationToken);
        return user is not null && IsBoundTo(link, PasswordAndAddress(user)) ? user : null;
    }

    /// <summary>Names the account's password without telling anything about it.</summary>
    internal static string PasswordFingerprintOf(User user) => Secret.FingerprintOf(user.PasswordHash);

    static string PasswordAndAddress(User user) => $"{user.PasswordHash}\n{user.Email}";

    static string ConfirmedWith(User user, string address) =>
        address == user.Email ? user.Email : PasswordAndAddress(user);

    string CreateToken(string purpose, User user, string boundTo, TimeSpan validFor, string? address = null) =>
        seal.Protect(
            JsonSerializer.Serialize(
                new Link(user.Uuid, Secret.FingerprintOf(boundTo), time.GetUtcNow() + validFor, address)
            ),
            purpose
        );

    Link? Read(string purpose, string token)
    {
        if (seal.Unprotect(token, purpose) is not { } content)
            return null;
        var link = JsonSerializer.Deserialize<Link>(content)!;
        return link.Until > time.GetUtcNow() ? link : null;
    }

    Task<User?> FindAsync(Link link, CancellationToken cancellationToken) =>
        db.Users.SingleOrDefaultAsync(u => u.Uuid == link.User && u.IsActive, cancellationToken);

    static bool IsBoundTo(Link link, string text) => link.BoundTo == Secret.FingerprintOf(text);

    /// <param name="User">The account's uuid.</param>
    /// <param name="BoundTo">Print of the data that must not have changed.</param>
    /// <param name="Until">When the link expires.</param>
    /// <param name="Address">The address that it confirms; null: it confirms none.</param>
    sealed record Link(Guid User, string BoundTo, DateTimeOffset Until, string? Address);
}

/// <summary>An address whose mails somebody reads who followed a link.</summary>
/// <param name="User">The account that it is for.</param>
/// <param name="Address">In its stored form.</param>
public sealed record ConfirmedAddress(User User, string Address)
{
    /// <summary>Whether the link was followed before.</summary>
    public bool IsDone => User.Email == Address && User.IsEmailProven;
}
