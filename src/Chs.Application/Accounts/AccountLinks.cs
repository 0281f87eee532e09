using System.Text.Json;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>What stands in the links of mails: sealed, so that nothing of it is stored anywhere, and bound to what it is for.</summary>
public sealed class AccountLinks(IChsDb db, ISeal seal, SiteAddress site, TimeProvider time)
{
    static readonly TimeSpan PasswordValidFor = TimeSpan.FromDays(3),
        EmailValidFor = TimeSpan.FromDays(14);

    const string Password = "link to a new password",
        Email = "link that confirms an address";

    /// <summary>A page on which a new password is chosen. Works once, and only while mail goes where it was sent: it is bound to the password and the address that are there now.</summary>
    public Uri ToPassword(User user) =>
        site.Account("password", Close(Password, user, PasswordAndAddress(user), PasswordValidFor));

    /// <summary>A page that confirms the address. Bound to it: after a change of address it is void.</summary>
    public Uri ToConfirm(User user) => site.Account("confirm", Close(Email, user, user.Email, EmailValidFor));

    /// <returns>Whose password may be chosen; null when the link isn't one of ours, or is over.</returns>
    public Task<User?> FindForPasswordAsync(string token, CancellationToken cancellationToken) =>
        FindAsync(Password, token, PasswordAndAddress, cancellationToken);

    /// <returns>Whose address is confirmed; null when the link isn't one of ours, or is over.</returns>
    public Task<User?> FindForEmailAsync(string token, CancellationToken cancellationToken) =>
        FindAsync(Email, token, user => user.Email, cancellationToken);

    static string PasswordAndAddress(User user) => $"{user.PasswordHash}\n{user.Email}";

    string Close(string purpose, User user, string boundTo, TimeSpan validFor) =>
        seal.CloseText(
            JsonSerializer.Serialize(new Link(user.Uuid, Print(boundTo), time.GetUtcNow() + validFor)),
            purpose
        );

    async Task<User?> FindAsync(
        string purpose,
        string token,
        Func<User, string> boundTo,
        CancellationToken cancellationToken
    )
    {
        if (seal.OpenText(token, purpose) is not { } opened)
            return null;
        var link = JsonSerializer.Deserialize<Link>(opened)!;
        if (link.Until <= time.GetUtcNow())
            return null;
        var user = await db.Users.SingleOrDefaultAsync(u => u.Uuid == link.User && u.IsActive, cancellationToken);
        return user is not null && link.BoundTo == Print(boundTo(user)) ? user : null;
    }

    static string Print(string text) => Convert.ToHexStringLower(Secret.Digest(text))[..16];

    sealed record Link(Guid User, string BoundTo, DateTimeOffset Until);
}
