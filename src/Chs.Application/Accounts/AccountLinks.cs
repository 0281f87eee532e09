using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Chs.Application.Ports;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>What stands in the links of mails: sealed, so that nothing of it is stored anywhere, and bound to what it is for.</summary>
public sealed class AccountLinks(ISeal seal, SiteAddress site, TimeProvider time)
{
    static readonly TimeSpan PasswordValidFor = TimeSpan.FromDays(3), EmailValidFor = TimeSpan.FromDays(14);

    const string Password = "link to a new password", Email = "link that confirms an address";

    /// <summary>A page on which a new password is chosen. Works once, and only while mail goes where it was sent: it is bound to the password and the address that are there now.</summary>
    public Uri ToPassword(User user) => site.Account("password", Close(Password, user, PasswordAndAddress(user), PasswordValidFor));

    /// <summary>A page that confirms the address. Bound to it: after a change of address it is void.</summary>
    public Uri ToConfirm(User user) => site.Account("confirm", Close(Email, user, user.Email, EmailValidFor));

    /// <returns>Whose link it is; null when it isn't one of ours, or is over. Then see <see cref="IsForPassword"/>.</returns>
    public Guid? PasswordOwner(string token) => Open(Password, token)?.User;

    /// <returns>Whose link it is; null when it isn't one of ours, or is over. Then see <see cref="IsForEmail"/>.</returns>
    public Guid? EmailOwner(string token) => Open(Email, token)?.User;

    public bool IsForPassword(string token, User user) => Open(Password, token) is { } link && link.User == user.Uuid && link.BoundTo == Print(PasswordAndAddress(user));

    public bool IsForEmail(string token, User user) => Open(Email, token) is { } link && link.User == user.Uuid && link.BoundTo == Print(user.Email);

    static string PasswordAndAddress(User user) => $"{user.PasswordHash}\n{user.Email}";

    string Close(string purpose, User user, string boundTo, TimeSpan validFor) =>
        Base64Url.EncodeToString(seal.Close(JsonSerializer.Serialize(new Link(user.Uuid, Print(boundTo), time.GetUtcNow() + validFor)), purpose));

    Link? Open(string purpose, string token)
    {
        if (token.Length is 0 or > 1000 || !Base64Url.IsValid(token)) return null;
        try
        {
            var link = JsonSerializer.Deserialize<Link>(seal.Open(Base64Url.DecodeFromChars(token), purpose))!;
            return link.Until > time.GetUtcNow() ? link : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    static string Print(string text) => Convert.ToHexStringLower(Secret.Digest(text))[..16];

    sealed record Link(Guid User, string BoundTo, DateTimeOffset Until);
}
