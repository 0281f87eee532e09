using Chs.Application.Site;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>
/// Makes and reads the links in mails to families with which they want no more of them. People follow them years later, and
/// from another address: they don't expire, hold no address, and open nothing.
/// </summary>
public sealed class UnsubscribeLinks(SealedTexts seal, SiteAddress site)
{
    // Sealed into every token: a changed text makes the links of all mails that were ever sent invalid.
    const string Purpose = "link that unsubscribes";

    public Uri For(User user) => new(site.Root, $"unsubscribe/?token={Uri.EscapeDataString(TokenOf(user.Uuid))}");

    internal string TokenOf(Guid user) => seal.Protect(user.ToString("N"), Purpose);

    /// <returns>Uuid of the account; null when the token isn't one of ours.</returns>
    public Guid? Read(string token) =>
        Guid.TryParseExact(seal.Unprotect(token, Purpose), "N", out var user) ? user : null;
}
