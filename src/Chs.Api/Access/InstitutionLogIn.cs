using System.Security.Claims;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Infrastructure.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Chs.Api.Access;

/// <summary>
/// The institution's log-in by OpenID Connect: authorization code with PKCE, state and nonce.
/// It ends in a session of ours; no token of the provider is kept.
/// </summary>
static class InstitutionLogIn
{
    const string Scheme = "institution",
        CallbackPath = "/login/institution/callback",
        IssuerItem = ".issuer";

    /// <summary>The handler wants the name of a sign-in scheme, though nobody is ever signed in by this one.</summary>
    const string UnusedSignInScheme = "nobody";

    /// <summary>Values of the claim <c>amr</c> (RFC 8176) that stand for more than a password.</summary>
    static readonly string[] SecondFactors = ["mfa", "otp", "hwk"];

    /// <param name="settings">Null: the site has no institution's log-in, and nothing is added.</param>
    /// <param name="succeeded">Answers the browser that comes back from the provider with a valid identity.</param>
    /// <param name="failed">Answers the browser that comes back without one.</param>
    public static IServiceCollection AddInstitutionLogIn(
        this IServiceCollection services,
        OpenIdSettings? settings,
        Func<TicketReceivedContext, Task> succeeded,
        Func<RemoteFailureContext, Task> failed
    )
    {
        if (settings is null)
            return services;
        services
            .AddAuthentication()
            .AddCookie(UnusedSignInScheme)
            .AddOpenIdConnect(
                Scheme,
                options =>
                {
                    SetProtocol(options, settings);
                    RequestClaims(options);
                    options.Events.OnTokenValidated = KeepIssuer;
                    options.Events.OnTicketReceived = succeeded;
                    options.Events.OnRemoteFailure = failed;
                }
            );
        services
            .AddHttpContextAccessor()
            .AddOptions<OpenIdConnectOptions>(Scheme)
            .Configure<ISeal>((options, seal) => options.DataProtectionProvider = new SealedProtection(seal))
            .Configure<IHttpContextAccessor, RequestSite>(SetCookies);
        return services;
    }

    /// <summary>Sends the browser to the provider.</summary>
    /// <param name="returnTo">Where the browser goes after the log-in.</param>
    /// <exception cref="InvalidOperationException">
    /// The provider's metadata can't be fetched: it is down, or its address is wrong.
    /// </exception>
    public static Task ChallengeAsync(HttpContext http, string returnTo) =>
        http.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = returnTo });

    /// <summary>Reads from a validated ticket who has logged in.</summary>
    public static ExternalPerson PersonOf(TicketReceivedContext context)
    {
        var principal = context.Principal!;
        var isEmailVerified = bool.TryParse(principal.FindFirstValue("email_verified"), out var verified) && verified;
        var hasSecondFactor = principal.FindAll("amr").Any(claim => SecondFactors.Contains(claim.Value));
        return new ExternalPerson(
            context.Properties!.Items[IssuerItem]!,
            principal.FindFirstValue("sub") ?? "",
            principal.FindFirstValue("email"),
            isEmailVerified,
            principal.FindFirstValue("given_name"),
            principal.FindFirstValue("family_name"),
            hasSecondFactor
        );
    }

    static void SetProtocol(OpenIdConnectOptions options, OpenIdSettings settings)
    {
        options.Authority = settings.Authority.AbsoluteUri.TrimEnd('/');
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;
        options.RequireHttpsMetadata = settings.Authority.Scheme == Uri.UriSchemeHttps;
        options.SignInScheme = UnusedSignInScheme;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.SaveTokens = false;
        options.CallbackPath = CallbackPath;
    }

    static void RequestClaims(OpenIdConnectOptions options)
    {
        options.GetClaimsFromUserInfoEndpoint = true;
        options.MapInboundClaims = false;
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("profile");
        options.Scope.Add("email");
        foreach (var claim in (string[])["email", "email_verified", "given_name", "family_name"])
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
