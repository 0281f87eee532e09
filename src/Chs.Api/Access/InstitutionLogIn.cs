using System.Security.Claims;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Infrastructure.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Chs.Api.Access;

/// <summary>
/// Log-ins elsewhere by OpenID Connect: authorization code with PKCE, state and nonce, and a callback address for each
/// provider. They end in a session of ours; no token of a provider is kept.
/// </summary>
static class InstitutionLogIn
{
    const string SchemePrefix = "institution-",
        IssuerItem = ".issuer",
        LinkItem = ".link";

    /// <summary>The handler wants the name of a sign-in scheme, though nobody is ever signed in by this one.</summary>
    const string UnusedSignInScheme = "nobody";

    /// <param name="providers">In the order of their buttons.</param>
    /// <param name="succeeded">Answers the browser that comes back from a provider with a valid identity.</param>
    /// <param name="failed">Answers the browser that comes back without one.</param>
    public static IServiceCollection AddInstitutionLogIns(
        this IServiceCollection services,
        IReadOnlyList<OpenIdSettings> providers,
        Func<TicketReceivedContext, Task> succeeded,
        Func<RemoteFailureContext, Task> failed
    )
    {
        if (providers is [])
            return services;
        services.AddHttpContextAccessor().AddAuthentication().AddCookie(UnusedSignInScheme);
        for (var i = 0; i < providers.Count; i++)
            services.AddProvider(i, providers[i], succeeded, failed);
        return services;
    }

    static void AddProvider(
        this IServiceCollection services,
        int index,
        OpenIdSettings provider,
        Func<TicketReceivedContext, Task> succeeded,
        Func<RemoteFailureContext, Task> failed
    )
    {
        var scheme = SchemeOf(index);
        new AuthenticationBuilder(services).AddOpenIdConnect(
            scheme,
            options =>
            {
                SetProtocol(options, provider);
                options.CallbackPath = OpenIdSettings.PathOf(index) + "/callback";
                RequestClaims(options, provider);
                options.Events.OnTokenValidated = KeepIssuer;
                options.Events.OnTicketReceived = succeeded;
                options.Events.OnRemoteFailure = failed;
            }
        );
        services
            .AddOptions<OpenIdConnectOptions>(scheme)
            .Configure<ISeal>((options, seal) => options.DataProtectionProvider = new SealedProtection(seal))
            .Configure<IHttpContextAccessor, RequestSite>(SetCookies);
    }

    /// <summary>Sends the browser to a provider.</summary>
    /// <param name="index">The provider's place in the list.</param>
    /// <param name="returnTo">Where the browser goes after the log-in.</param>
    /// <param name="link">What says with whose account the log-in is to be linked; null: it is to open one.</param>
    /// <exception cref="InvalidOperationException">
    /// The provider's metadata can't be fetched: it is down, or its address is wrong.
    /// </exception>
    public static Task ChallengeAsync(HttpContext http, int index, string returnTo, string? link)
    {
        var properties = new AuthenticationProperties { RedirectUri = returnTo };
        // Travels in the state, which is sealed.
        if (link is not null)
            properties.Items[LinkItem] = link;
        return http.ChallengeAsync(SchemeOf(index), properties);
    }

    /// <summary>Reads from a validated ticket who has logged in.</summary>
    public static ExternalPerson PersonOf(TicketReceivedContext context, IReadOnlyList<OpenIdSettings> providers)
    {
        var provider = providers[IndexOf(context.Scheme)];
        var principal = context.Principal!;
        return new ExternalPerson(
            context.Properties!.Items[IssuerItem]!,
            // Where the provider names nobody, or several, the use cases refuse it.
            principal.Only("sub") ?? "",
            principal.Only("email"),
            provider.VouchesForAddress(principal),
            principal.FindFirstValue("given_name"),
            principal.FindFirstValue("family_name"),
            provider.ShowedSecondFactor(principal)
        );
    }

    /// <summary>With whose account a log-in is to be linked; null: it is to open one.</summary>
    public static string? LinkOf(TicketReceivedContext context) =>
        context.Properties!.Items.TryGetValue(LinkItem, out var link) ? link : null;

    /// <summary>The provider's place in the list.</summary>
    public static int IndexOf(AuthenticationScheme scheme) =>
        int.Parse(scheme.Name.AsSpan(SchemePrefix.Length), System.Globalization.CultureInfo.InvariantCulture);

    static string SchemeOf(int index) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{SchemePrefix}{index}");

    static void SetProtocol(OpenIdConnectOptions options, OpenIdSettings provider)
    {
        var address = provider.Address!;
        options.Authority = address.AbsoluteUri.TrimEnd('/');
        options.ClientId = provider.ClientId;
        options.ClientSecret = provider.ClientSecret;
        options.RequireHttpsMetadata = address.Scheme == Uri.UriSchemeHttps;
        options.SignInScheme = UnusedSignInScheme;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.SaveTokens = false;
        // The platform takes whatever issuer the provider's own metadata name: one could speak in the name of another.
        options.TokenValidationParameters.IssuerValidator = (issuer, _, _) =>
            issuer.TrimEnd('/') == options.Authority
                ? issuer
                : throw new SecurityTokenInvalidIssuerException("The provider speaks in another's name.");
    }

    static void RequestClaims(OpenIdConnectOptions options, OpenIdSettings provider)
    {
        options.GetClaimsFromUserInfoEndpoint = true;
        options.MapInboundClaims = false;
        options.Scope.Clear();
        options.Scope.Add("openid");
        // ORCID knows no other scopes.
        if (provider.Preset is not OpenIdPreset.Orcid)
        {
            options.Scope.Add("profile");
            options.Scope.Add("email");
        }

        foreach (var claim in (string[])["email", "email_verified", "given_name", "family_name", "hd", "xms_edov"])
            options.ClaimActions.MapUniqueJsonKey(claim, claim);
    }

    /// <summary>
    /// The two cookies show that the browser which comes back is the one that began. If another host could set them, it
    /// could log a family in as somebody else.
    /// </summary>
    static void SetCookies(OpenIdConnectOptions options, IHttpContextAccessor current, RequestSite site)
    {
        options.CorrelationCookie = Builder("institution-state-", options.RemoteAuthenticationTimeout);
        options.NonceCookie = Builder("institution-nonce-", options.ProtocolValidator.NonceLifetime);

        CookieBuilder Builder(string name, TimeSpan validFor) =>
            new HostCookieBuilder(new HostCookie(name), validFor, current, site);
    }

    /// <summary>The ticket's claims don't hold the issuer any more, so it is kept beside them.</summary>
    static Task KeepIssuer(TokenValidatedContext context)
    {
        context.Properties!.Items[IssuerItem] = context.SecurityToken.Issuer;
        return Task.CompletedTask;
    }
}
