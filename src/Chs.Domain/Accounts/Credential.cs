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

    public static Credential Issue(long user, CredentialKind kind, byte[] digest, string label, DateTimeOffset now, TimeSpan? validFor, bool isPending = false) => new()
    {
        IsPending = isPending,
        Uuid = Guid.CreateVersion7(now),
        UserId = user,
        Kind = kind,
        Digest = digest,
        Label = label,
        CreatedAt = now,
        ExpiresAt = now + validFor,
    };
}
