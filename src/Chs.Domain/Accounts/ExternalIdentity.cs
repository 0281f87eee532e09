namespace Chs.Domain.Accounts;

/// <summary>Whom another site's log-in (OpenID Connect) stands for here.</summary>
public sealed class ExternalIdentity
{
    ExternalIdentity() { }

    public long Id { get; private init; }
    public long UserId { get; private init; }

    /// <summary>The provider, as it calls itself.</summary>
    public string Issuer { get; private init; } = "";

    /// <summary>The person, as the provider knows it; unique there and never reused.</summary>
    public string Subject { get; private init; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    public static ExternalIdentity Of(long user, string issuer, string subject, DateTimeOffset now) =>
        new()
        {
            UserId = user,
            Issuer = issuer,
            Subject = subject,
            CreatedAt = now,
        };
}
