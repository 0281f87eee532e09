using Chs.Domain.Accounts;
using Chs.Domain.Studies;

namespace Chs.Domain.Labs;

/// <summary>
/// A key for scripts that belongs to a lab. It outlives the people, but works only while one of them answers for it: who
/// has left may still know its secret.
/// </summary>
/// <remarks>Only the SHA-256 of the secret is stored, so a copy of the database gives nobody access.</remarks>
public sealed class LabToken : Aggregate
{
    LabToken() { }

    public long LabId { get; private init; }

    /// <summary>SHA-256 of the secret's ASCII bytes, 32 bytes.</summary>
    public byte[] Digest { get; private init; } = [];

    /// <summary>What it is for, in its maker's words.</summary>
    public string Label { get; private init; } = "";

    /// <summary>What it may do in the lab's studies.</summary>
    public LabRole Role { get; private init; }

    /// <summary>What it may do, beside that, in the studies that it is for; null: nothing.</summary>
    public StudyRole? StudyRole { get; private init; }

    /// <summary>Whether it was made, or last confirmed, in a log-in with the second factor.</summary>
    public bool IsTwoFactor { get; private set; }

    /// <summary>Key of the account that made it; null: that account was deleted.</summary>
    public long? MakerId { get; private init; }

    /// <summary>Key of the account that answers for it, at first its maker's; null: that account was deleted.</summary>
    public long? KeeperId { get; private set; }

    /// <summary>
    /// Since when it waits for somebody who confirms it, of which the lab was told; null: it doesn't wait.
    /// </summary>
    public DateTimeOffset? WaitsSince { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Null: valid until revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; private init; }

    /// <summary>When it was last used, to the minute; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <inheritdoc cref="TokenScope.IsReadOnly"/>
    public bool IsReadOnly { get; private init; }

    /// <inheritdoc cref="TokenScope.IsDeidentified"/>
    public bool IsDeidentified { get; private init; }

    /// <summary>Ids of the only studies that it is for; empty: all of the lab's.</summary>
    public IReadOnlyList<string> Studies { get; private init; } = [];

    /// <summary>A lab's key always has limits: it is nobody's.</summary>
    public TokenScope Scope => new(IsReadOnly, IsDeidentified, [.. Studies.Select(Guid.Parse)]);

    /// <summary>Makes a key of a lab.</summary>
    /// <param name="digest">Digest of its secret.</param>
    /// <param name="label">What it is for.</param>
    /// <param name="roles">What it may do.</param>
    /// <param name="scope">Its limits.</param>
    /// <param name="validFor">Null: until revoked.</param>
    /// <param name="isTwoFactor">Whether its maker's log-in showed the second factor.</param>
    public static LabToken Issue(
        Lab lab,
        byte[] digest,
        string label,
        (LabRole InLab, StudyRole? InStudies) roles,
        TokenScope scope,
        TimeSpan? validFor,
        bool isTwoFactor,
        Deed deed
    )
    {
        var token = new LabToken
        {
            Uuid = Guid.CreateVersion7(deed.At),
            LabId = lab.Id,
            Digest = digest,
            Label = label,
            Role = roles.InLab,
            StudyRole = roles.InStudies,
            IsTwoFactor = isTwoFactor,
            MakerId = deed.ByKey,
            KeeperId = deed.ByKey,
            CreatedAt = deed.At,
            ExpiresAt = deed.At + validFor,
            IsReadOnly = scope.IsReadOnly,
            IsDeidentified = scope.IsDeidentified,
            Studies = [.. scope.Studies.Select(id => id.ToString())],
        };
        token.RecordCreation(new LabTokenCreated(token.Uuid, lab.Uuid, deed.By, deed.At));
        return token;
    }

    /// <summary>Somebody who manages the lab's researchers answers for it from now on.</summary>
    /// <param name="isTwoFactor">Whether their log-in showed the second factor: the key is as good as that.</param>
    public void Confirm(Lab lab, bool isTwoFactor, Deed deed)
    {
        KeeperId = deed.ByKey;
        IsTwoFactor = isTwoFactor;
        WaitsSince = null;
        Record(new LabTokenConfirmed(Uuid, lab.Uuid, deed.By, deed.At));
    }

    /// <summary>
    /// Offers it to whoever takes over the lab's roles of its keeper. It waits until they confirm it: their rights may be
    /// more than it had, and whoever passes it on still knows it.
    /// </summary>
    public void HandOver(Lab lab, User to, Deed deed)
    {
        KeeperId = to.Id;
        WaitsSince ??= deed.At;
        Record(new LabTokenHandedOver(Uuid, lab.Uuid, to.Uuid, deed.By, deed.At));
    }

    /// <summary>Notes that somebody ends it; whoever does deletes it.</summary>
    public void Revoke(Lab lab, Deed deed) => Record(new LabTokenRevoked(Uuid, lab.Uuid, deed.By, deed.At));
}
