namespace Chs.Infrastructure.Settings;

/// <summary>The institution's single sign-on (OpenID Connect, authorization code flow with PKCE).</summary>
public sealed class OpenIdSettings
{
    /// <summary>The provider's address.</summary>
    public required Uri Authority { get; set; }

    /// <summary>The id with which this site is registered there.</summary>
    public required string ClientId { get; set; }

    /// <summary>The secret that belongs to the id.</summary>
    public required string ClientSecret { get; set; }

    /// <summary>The institution's name on the log-in button.</summary>
    public string Name { get; set; } = "your institution";
}
