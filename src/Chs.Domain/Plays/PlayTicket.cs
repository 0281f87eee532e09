namespace Chs.Domain.Plays;

/// <summary>
/// Admits once to a play that the site has allowed: within a minute, or within a quarter of an hour where a family is asked
/// first.
/// </summary>
/// <remarks>A ticket is deleted by being used. Only digests are stored, as of every secret.</remarks>
public sealed class PlayTicket
{
    static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(1);

    /// <summary>How long a family may look at the page that asks for a press.</summary>
    public static readonly TimeSpan OfferValidFor = TimeSpan.FromMinutes(15);

    PlayTicket() { }

    public long Id { get; private init; }

    /// <summary>SHA-256 of the ticket's ASCII bytes, 32 bytes.</summary>
    public byte[] Digest { get; private init; } = [];

    /// <summary>
    /// SHA-256 of the secret that the browser holds which may use the ticket, 32 bytes; null for a start code, which
    /// any browser may present.
    /// </summary>
    public byte[]? BrowserDigest { get; private init; }

    /// <summary>Key of the account of who will play.</summary>
    public long UserId { get; private init; }

    public long StudyId { get; private init; }

    /// <summary>Key of the child who takes part; null in a preview without one.</summary>
    public long? ChildId { get; private init; }

    public bool IsPreview { get; private init; }

    /// <summary>Key of the log-in that asked for it: a ticket goes with it.</summary>
    public long? CredentialId { get; private init; }

    /// <summary>Address of the site as the browser knows it.</summary>
    public string Site { get; private init; } = "";

    public DateTimeOffset ExpiresAt { get; private init; }

    /// <param name="browser">SHA-256 of the secret that the browser holds; null: any browser may use the ticket.</param>
    public static PlayTicket Of(PlayPass pass, byte[] digest, byte[]? browser, DateTimeOffset now) =>
        Make(pass, digest, browser, now + ValidFor);

    /// <summary>The ticket of a browser that has presented a start code and waits for the family to press a button.</summary>
    public static PlayTicket OfferTo(byte[] browser, PlayTicket code, byte[] digest, DateTimeOffset now)
    {
        var pass = new PlayPass(code.UserId, code.StudyId, code.ChildId, code.IsPreview, code.CredentialId, code.Site);
        return Make(pass, digest, browser, now + OfferValidFor);
    }

    static PlayTicket Make(PlayPass pass, byte[] digest, byte[]? browser, DateTimeOffset expiresAt) =>
        new()
        {
            Digest = digest,
            BrowserDigest = browser,
            UserId = pass.UserId,
            StudyId = pass.StudyId,
            ChildId = pass.ChildId,
            IsPreview = pass.IsPreview,
            CredentialId = pass.CredentialId,
            Site = pass.Site,
            ExpiresAt = expiresAt,
        };
}

/// <summary>What the site has allowed: who plays what with whom.</summary>
/// <param name="UserId">Key of the account of who will play.</param>
/// <param name="StudyId">Key of the study.</param>
/// <param name="ChildId">Key of the child who takes part; null in a preview without one.</param>
/// <param name="IsPreview">Whether what is saved never counts as data.</param>
/// <param name="CredentialId">Key of the log-in that asked for it; null: none.</param>
/// <param name="Site">Address of the site as the browser knows it.</param>
public sealed record PlayPass(
    long UserId,
    long StudyId,
    long? ChildId,
    bool IsPreview,
    long? CredentialId,
    string Site
);
