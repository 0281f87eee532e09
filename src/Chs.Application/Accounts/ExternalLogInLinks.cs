using System.Text.Json;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>
/// Says, on the way to another log-in and back, whose account it is to open. Only the browser that confirmed the
/// account's password can use it, and nobody can make another browser do so.
/// </summary>
sealed class ExternalLogInLinks(SealedTexts seal, TimeProvider time)
{
    const string Purpose = "link an external log-in";

    static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(10);

    public LinkToExternalLogIn Create(User user, string session)
    {
        var until = time.GetUtcNow() + ValidFor;
        var content = new Content(user.Uuid, PrintOf(session), until);
        return new LinkToExternalLogIn(seal.Protect(JsonSerializer.Serialize(content), Purpose), until);
    }

    /// <returns>Uuid of the account; null when the link is expired, changed or another session's.</returns>
    public Guid? Read(string link, string session)
    {
        if (seal.Unprotect(link, Purpose) is not { } text)
            return null;
        var content = JsonSerializer.Deserialize<Content>(text)!;
        return content.Until > time.GetUtcNow() && content.Session == PrintOf(session) ? content.User : null;
    }

    static string PrintOf(string session) => Convert.ToHexStringLower(Secret.Digest(session));

    sealed record Content(Guid User, string Session, DateTimeOffset Until);
}
