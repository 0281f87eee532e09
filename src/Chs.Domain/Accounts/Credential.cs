using System.Linq.Expressions;

namespace Chs.Domain.Accounts;

/// <summary>A log-in or a token for scripts.</summary>
/// <remarks>Only the SHA-256 of the secret is stored, so a copy of the database gives nobody access.</remarks>
public sealed class Credential
{
    /// <summary>How long a session lasts: enough for a family that takes part with breaks of days.</summary>
    static readonly TimeSpan SessionValidFor = TimeSpan.FromDays(4);

    /// <summary>How long a program's log-in lasts, used or not: a day's work.</summary>
    static readonly TimeSpan SessionKeyValidFor = TimeSpan.FromHours(12);

    /// <summary>How long a session waits for its second factor: time to fetch the device that makes the codes.</summary>
    static readonly TimeSpan PendingFor = TimeSpan.FromMinutes(10);

    Credential() { }

    /// <summary>Whether it is a browser's or a program's log-in, as a condition for database queries.</summary>
    public static Expression<Func<Credential, bool>> IsLogIn { get; } =
        credential => credential.Kind == CredentialKind.Session || credential.Kind == CredentialKind.SessionKey;

    public long Id { get; private init; }
    public Guid Uuid { get; private init; }
    public long UserId { get; private init; }

    /// <summary>Sets <see cref="UserId"/> when the owner is saved together with the credential; otherwise not loaded.</summary>
    User? Owner { get; init; }

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

    /// <summary>
    /// A log-in for which the second factor was presented, or a token that was made or confirmed in such a log-in.
    /// </summary>
    public bool IsTwoFactor { get; private set; }

    /// <summary>Tokens only: made by the system that CHS replaces, which asked for no second factor.</summary>
    public bool IsImported { get; private init; }

    /// <summary>Tokens only: key of the token that made this one, which ends with it; null: a log-in made it.</summary>
    public long? MadeById { get; private init; }

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

    internal static Credential OfSession(User owner, byte[] digest, LogInStep step, DateTimeOffset now) =>
        new()
        {
            Uuid = Guid.CreateVersion7(now),
            Owner = owner,
            UserId = owner.Id,
            Kind = CredentialKind.Session,
            Digest = digest,
            CreatedAt = now,
            ExpiresAt = now + (step is LogInStep.AwaitsCode ? PendingFor : SessionValidFor),
            IsPending = step is LogInStep.AwaitsCode,
            IsTwoFactor = step is LogInStep.TwoFactors,
        };

    internal static Credential OfSessionKey(User owner, byte[] digest, bool isTwoFactor, DateTimeOffset now) =>
        new()
        {
            Uuid = Guid.CreateVersion7(now),
            Owner = owner,
            UserId = owner.Id,
            Kind = CredentialKind.SessionKey,
            Digest = digest,
            CreatedAt = now,
            ExpiresAt = now + SessionKeyValidFor,
            IsTwoFactor = isTwoFactor,
        };

    internal static Credential OfToken(
        User owner,
        byte[] digest,
        string label,
        TimeSpan? validFor,
        TokenScope? scope,
        Credential? maker,
        DateTimeOffset now
    ) =>
        new()
        {
            Uuid = Guid.CreateVersion7(now),
            Owner = owner,
            UserId = owner.Id,
            Kind = CredentialKind.ApiToken,
            Digest = digest,
            Label = label,
            CreatedAt = now,
            ExpiresAt = now + validFor,
            IsTwoFactor = maker?.IsTwoFactor ?? false,
            MadeById = maker is { Kind: CredentialKind.ApiToken } ? maker.Id : null,
            IsReadOnly = scope?.IsReadOnly ?? false,
            IsDeidentified = scope?.IsDeidentified ?? false,
            Studies = [.. scope?.Studies.Select(id => id.ToString()) ?? []],
        };

    /// <summary>Notes that the second factor was presented in this log-in, or that the token was confirmed in such a one.</summary>
    public void ConfirmSecondFactor() => IsTwoFactor = true;
}
