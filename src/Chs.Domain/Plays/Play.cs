namespace Chs.Domain.Plays;

/// <summary>
/// One person's play of one study with one participant. Its key is all that a study's code holds: study code is a
/// stranger, so the key opens what this play needs and nothing else.
/// </summary>
/// <remarks>Ended plays are deleted.</remarks>
public sealed class Play
{
    /// <summary>How long a play lasts from its last save: enough for a family that takes part with breaks of days.</summary>
    static readonly TimeSpan ValidFor = TimeSpan.FromDays(4);

    /// <summary>A save moves the end only once it would move by this much, so that few saves write it.</summary>
    static readonly TimeSpan ExtendedEvery = TimeSpan.FromHours(1);

    Play() { }

    public long Id { get; private init; }

    /// <summary>SHA-256 of the key's ASCII bytes, 32 bytes.</summary>
    public byte[] Digest { get; private init; } = [];

    /// <summary>Key of the account of who plays.</summary>
    public long UserId { get; private init; }

    public long StudyId { get; private init; }

    /// <summary>Key of the child who takes part; null in a preview without one, which saves nothing.</summary>
    public long? ChildId { get; private init; }

    public bool IsPreview { get; private init; }

    /// <summary>
    /// Number of the version of the protocol that the play began with, and keeps whatever happens to the study.
    /// </summary>
    public int StudyVersion { get; private init; }

    /// <summary>Key of the build that the play began with; null for runners that aren't built.</summary>
    public long? BuildId { get; private init; }

    /// <summary>
    /// Key of the log-in from which the play began: it ends with that. Null once the log-in has run out, which ends
    /// nothing.
    /// </summary>
    public long? CredentialId { get; private init; }

    /// <summary>Address of the site as the browser knows it, where the family goes back to.</summary>
    public string Site { get; private init; } = "";

    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>Begins the play that a ticket admits to.</summary>
    /// <param name="digest">SHA-256 of the new key.</param>
    /// <param name="version">Number of the version that it runs.</param>
    /// <param name="build">Key of the build that it runs; null: none.</param>
    public static Play Begin(PlayTicket ticket, byte[] digest, int version, long? build, DateTimeOffset now) =>
        new()
        {
            Digest = digest,
            UserId = ticket.UserId,
            StudyId = ticket.StudyId,
            ChildId = ticket.ChildId,
            IsPreview = ticket.IsPreview,
            StudyVersion = version,
            BuildId = build,
            CredentialId = ticket.CredentialId,
            Site = ticket.Site,
            ExpiresAt = now + ValidFor,
        };

    /// <summary>When a play ends that is saved to now.</summary>
    public static DateTimeOffset EndAfter(DateTimeOffset now) => now + ValidFor;

    /// <summary>Whether a save moves the end of a play.</summary>
    public static bool IsExtendedBy(DateTimeOffset now, DateTimeOffset expiresAt) =>
        EndAfter(now) - expiresAt >= ExtendedEvery;
}
