namespace Chs.Infrastructure.Settings;

/// <summary>The institution's single sign-on (OpenID Connect, authorization code flow with PKCE).</summary>
/// <param name="Authority">The provider's address.</param>
/// <param name="ClientId">The id with which this site is registered there.</param>
/// <param name="ClientSecret">The secret that belongs to the id.</param>
/// <param name="Name">The institution's name on the log-in button.</param>
public sealed record OpenIdSettings(Uri Authority, string ClientId, string ClientSecret, string Name)
{
    /// <returns>Null when no provider is configured, or when the configuration is wrong.</returns>
    internal static OpenIdSettings? Read(SettingsReader reader)
    {
        var authority = reader.WebAddress("OpenId:Authority");
        var clientId = reader.Text("OpenId:ClientId");
        var clientSecret = reader.Text("OpenId:ClientSecret");
        var name = reader.Text("OpenId:Name") ?? "your institution";
        if (authority is null && clientId is null && clientSecret is null)
            return null;
        if (authority is null)
            reader.Fault("OpenId:Authority", "give the provider's address, such as https://login.uni.example");
        if (authority is { Scheme: "http", IsLoopback: false })
            reader.Fault("OpenId:Authority", "use https; http is for trying on this machine only");
        if (clientId is null)
            reader.Fault("OpenId:ClientId", "give the id with which this site is registered there");
        if (clientSecret is null)
            reader.Fault("OpenId:ClientSecret", "give the secret with which this site is registered there");
        return authority is null || clientId is null || clientSecret is null
            ? null
            : new OpenIdSettings(authority, clientId, clientSecret, name);
    }
}
