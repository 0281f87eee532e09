namespace Chs.Domain.Accounts;

/// <summary>What a client presents to prove who it is.</summary>
public enum CredentialKind
{
    /// <summary>A browser's log-in, in the cookie <c>sessionid</c>.</summary>
    Session = 1,

    /// <summary>A key for scripts: <c>Authorization: Token …</c> on v1 and v2, <c>Bearer …</c> on v3.</summary>
    ApiToken = 2,
}

/// <summary>A log-in or a key. Only the SHA-256 of the secret is stored: a copy of the database opens nothing.</summary>
public sealed class Credential
{
    Credential() { }

    public long Id { get; private init; }
    public Guid Uuid { get; private init; }
    public long UserId { get; private init; }
    public CredentialKind Kind { get; private init; }

    /// <summary>SHA-256 of the secret's ASCII bytes, 32 bytes.</summary>
    public byte[] Digest { get; private init; } = [];

    /// <summary>What its owner calls it; empty for sessions.</summary>
    public string Label { get; private init; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Null: until revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; private init; }

    /// <summary>A log-in whose second factor wasn't shown yet: it opens nothing but the question for it.</summary>
    public bool IsPending { get; private init; }

    /// <summary>A log-in that a second factor was shown for.</summary>
    public bool IsTwoFactor { get; private set; }

    /// <summary>When it was presented last, to the minute; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Keys only: it changes nothing.</summary>
    public bool IsReadOnly { get; private init; }

    /// <summary>Keys only: it shows nothing by which a family could be recognised.</summary>
    public bool IsDeidentified { get; private init; }

    /// <summary>Keys only: ids of the studies that it is for; empty: all of its owner's.</summary>
    public IReadOnlyList<string> Studies { get; private init; } = [];

    /// <summary>Null: whatever its owner may.</summary>
    public TokenScope? Scope =>
        IsReadOnly || IsDeidentified || Studies is not []
            ? new(IsReadOnly, IsDeidentified, [.. Studies.Select(Guid.Parse)])
            : null;

    /// <summary>A second factor was shown in this log-in.</summary>
    public void ShownSecondFactor() => IsTwoFactor = true;

    public static Credential Issue(
        long user,
        CredentialKind kind,
        byte[] digest,
        string label,
        DateTimeOffset now,
        TimeSpan? validFor,
        bool isPending = false,
        bool isTwoFactor = false,
        TokenScope? scope = null
    ) =>
        new()
        {
            IsPending = isPending,
            IsTwoFactor = isTwoFactor,
            IsReadOnly = scope?.IsReadOnly ?? false,
            IsDeidentified = scope?.IsDeidentified ?? false,
            Studies = [.. scope?.Studies.Select(id => id.ToString()) ?? []],
            Uuid = Guid.CreateVersion7(now),
            UserId = user,
            Kind = kind,
            Digest = digest,
            Label = label,
            CreatedAt = now,
            ExpiresAt = now + validFor,
        };
}

/// <summary>What a key may be used for at most. It never gives a right that its owner lacks.</summary>
/// <param name="IsReadOnly">It changes nothing.</param>
/// <param name="IsDeidentified">It shows nothing by which a family could be recognised.</param>
/// <param name="Studies">Only these; empty: all of its owner's.</param>
public sealed record TokenScope(bool IsReadOnly, bool IsDeidentified, IReadOnlyList<Guid> Studies)
{
    public bool Covers(Guid study) => Studies is [] || Studies.Contains(study);
}
