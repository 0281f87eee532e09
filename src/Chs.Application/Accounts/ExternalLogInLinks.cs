using System.Text.Json;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Says, on the way to another log-in and back, whose account it is to open. Only the browser that confirmed the
/// account's password can use it, and nobody can make another browser do so.
/// </summary>
sealed class ExternalLogInLinks(IChsDb db, SealedTexts seal, TimeProvider time)
{
    const string Purpose = "link an external log-in";

    static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(10);

    public LinkToExternalLogIn Create(User user, string session)
    {
        var until = time.GetUtcNow() + ValidFor;
        var content = new Content(
            user.Uuid,
            Secret.FingerprintOf(session),
            AccountLinks.PasswordFingerprintOf(user),
            until
        );
        return new LinkToExternalLogIn(seal.Protect(JsonSerializer.Serialize(content), Purpose), until);
    }

    /// <returns>The account; null when the link is expired, changed, another session's or for an earlier password.</returns>
    public async Task<User?> FindAsync(string link, string session, CancellationToken cancellationToken)
    {
        if (seal.Unprotect(link, Purpose) is not { } text)
            return null;
        var content = JsonSerializer.Deserialize<Content>(text)!;
        if (content.Until <= time.GetUtcNow() || content.Session != Secret.FingerprintOf(session))
            return null;
        var user = await db.Users.SingleOrDefaultAsync(u => u.Uuid == content.User && u.IsActive, cancellationToken);
        return user is not null && content.Password == AccountLinks.PasswordFingerprintOf(user) ? user : null;
    }

    /// <param name="Session">Fingerprint of the log-in's secret.</param>
    /// <param name="Password">Fingerprint of the password that was confirmed.</param>
    sealed record Content(Guid User, string Session, string Password, DateTimeOffset Until);
}
