namespace Chs.Domain.Accounts;

/// <summary>Links a log-in at an OpenID Connect provider to a user.</summary>
public sealed class ExternalIdentity
{
    ExternalIdentity() { }

    public long Id { get; private init; }
    public Guid Uuid { get; private init; }
    public long UserId { get; private init; }

    /// <summary>Sets <see cref="UserId"/> when the owner is saved together with the link; otherwise not loaded.</summary>
    User? Owner { get; init; }

    /// <summary>The provider's issuer identifier (claim <c>iss</c>).</summary>
    public string Issuer { get; private init; } = "";

    /// <summary>The person's identifier at the provider (claim <c>sub</c>), which is unique there and never reused.</summary>
    public string Subject { get; private init; } = "";

    /// <summary>
    /// Whether a second factor that the person shows to the provider counts here. It doesn't where whoever linked the log-in
    /// may have known no more than the password.
    /// </summary>
    public bool StandsForSecondFactor { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <param name="standsForSecondFactor">See <see cref="StandsForSecondFactor"/>.</param>
    public static ExternalIdentity Of(
        User owner,
        string issuer,
        string subject,
        bool standsForSecondFactor,
        DateTimeOffset now
    ) =>
        new()
        {
            Uuid = Guid.CreateVersion7(now),
            Owner = owner,
            UserId = owner.Id,
            Issuer = issuer,
            Subject = subject,
            StandsForSecondFactor = standsForSecondFactor,
            CreatedAt = now,
        };
}
