namespace Chs.Domain.Accounts;

/// <summary>A log-in or a token for scripts.</summary>
/// <remarks>Only the SHA-256 of the secret is stored, so a copy of the database gives nobody access.</remarks>
public sealed class Credential
{
    Credential() { }

    public long Id { get; private init; }
    public Guid Uuid { get; private init; }
    public long UserId { get; private init; }
    public CredentialKind Kind { get; private init; }

    /// <summary>SHA-256 of the secret's ASCII bytes, 32 bytes.</summary>
    public byte[] Digest { get; private init; } = [];

    /// <summary>Name that the owner gave the token; empty for log-ins.</summary>
    public string Label { get; private init; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Null: valid until revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; private init; }

    /// <summary>A log-in that still needs the second factor: it can be used for nothing but presenting that.</summary>
    public bool IsPending { get; private init; }

    /// <summary>A log-in for which the second factor was presented.</summary>
    public bool IsTwoFactor { get; private set; }

    /// <summary>When the credential was last used, to the minute; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Tokens only: see <see cref="TokenScope.IsReadOnly"/>.</summary>
    public bool IsReadOnly { get; private init; }

    /// <summary>Tokens only: see <see cref="TokenScope.IsDeidentified"/>.</summary>
    public bool IsDeidentified { get; private init; }

    /// <summary>Tokens only: ids of the studies that the token is for; empty: all of its owner's.</summary>
    public IReadOnlyList<string> Studies { get; private init; } = [];

    /// <summary>Null: everything that its owner may do.</summary>
    public TokenScope? Scope
    {
        get
        {
            if (!IsReadOnly && !IsDeidentified && Studies is [])
                return null;
            return new TokenScope(IsReadOnly, IsDeidentified, [.. Studies.Select(Guid.Parse)]);
        }
    }

    /// <param name="validFor">Null: until revoked.</param>
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
            Uuid = Guid.CreateVersion7(now),
            UserId = user,
            Kind = kind,
            Digest = digest,
            Label = label,
            CreatedAt = now,
            ExpiresAt = now + validFor,
            IsPending = isPending,
            IsTwoFactor = isTwoFactor,
            IsReadOnly = scope?.IsReadOnly ?? false,
            IsDeidentified = scope?.IsDeidentified ?? false,
            Studies = [.. scope?.Studies.Select(id => id.ToString()) ?? []],
        };

    /// <summary>Notes that the second factor was presented in this log-in.</summary>
    public void ConfirmSecondFactor() => IsTwoFactor = true;
}
