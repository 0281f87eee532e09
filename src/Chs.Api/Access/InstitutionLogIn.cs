using System.Security.Claims;
using Chs.Api.Html;
using Chs.Api.Pages;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Infrastructure;
using Chs.Infrastructure.Settings;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Chs.Api.Access;

/// <summary>The log-in of the institution (OpenID Connect: authorization code with PKCE, state and nonce). What comes out of it is a session of ours; no token of the provider is kept.</summary>
static class InstitutionLogIn
{
    public const string Start = "/login/institution";

    const string Scheme = "institution",
        Callback = "/login/institution/callback",
        Issuer = ".issuer";

    /// <summary>Values of <c>amr</c> (RFC 8176) that say that more than a password was shown.</summary>
    static readonly string[] SecondFactors = ["mfa", "otp", "hwk"];

    public static IServiceCollection AddInstitutionLogIn(this IServiceCollection services, OpenIdSettings? settings)
    {
        if (settings is null)
            return services;
        services
            .AddAuthentication()
            .AddCookie("nobody")
            .AddOpenIdConnect(
                Scheme,
                oidc =>
                {
                    oidc.Authority = settings.Authority.AbsoluteUri.TrimEnd('/');
                    (oidc.ClientId, oidc.ClientSecret) = (settings.ClientId, settings.ClientSecret);
                    oidc.RequireHttpsMetadata = settings.Authority.Scheme == Uri.UriSchemeHttps;
                    oidc.SignInScheme = "nobody"; // must be named; nobody is ever signed in by it
                    oidc.ResponseType = OpenIdConnectResponseType.Code;
                    oidc.ResponseMode = OpenIdConnectResponseMode.Query;
                    oidc.UsePkce = true;
                    oidc.SaveTokens = false;
                    oidc.GetClaimsFromUserInfoEndpoint = true;
                    oidc.MapInboundClaims = false;
                    oidc.CallbackPath = Callback;
                    oidc.Scope.Clear();
                    foreach (var scope in (string[])["openid", "profile", "email"])
                        oidc.Scope.Add(scope);
                    foreach (var claim in (string[])["email", "email_verified", "given_name", "family_name"])
                        oidc.ClaimActions.MapUniqueJsonKey(claim, claim);
                    foreach (var cookie in (CookieBuilder[])[oidc.CorrelationCookie, oidc.NonceCookie])
                        (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
                    oidc.Events.OnTokenValidated = context =>
                    {
                        context.Properties!.Items[Issuer] = context.SecurityToken.Issuer;
                        return Task.CompletedTask;
                    };
                    oidc.Events.OnTicketReceived = FinishAsync;
                    oidc.Events.OnRemoteFailure = async context =>
                    {
                        context.HandleResponse();
                        context
                            .HttpContext.RequestServices.GetRequiredService<ILoggerFactory>()
                            .CreateLogger(typeof(InstitutionLogIn))
                            .LogWarning(context.Failure, "The log-in at the institution failed");
                        await HtmlPages
                            .Page(
                                context.HttpContext,
                                "Log in",
                                $"<p role=\"alert\">The log-in at {HtmlPages.Text(settings.Name)} didn't work.</p><p><a href=\"/login/\">Try again</a></p>",
                                StatusCodes.Status401Unauthorized
                            )
                            .ExecuteAsync(context.HttpContext);
                    };
                }
            );
        services
            .AddOptions<OpenIdConnectOptions>(Scheme)
            .Configure<ISeal>((oidc, seal) => oidc.DataProtectionProvider = new SealedProtection(seal));
        return services;
    }

    public static void MapInstitutionLogIn(this IEndpointRouteBuilder routes, OpenIdSettings? settings)
    {
        if (settings is null)
            return;
        routes
            .MapGet(
                Start,
                async (HttpContext http, string? next, ILoggerFactory logs) =>
                {
                    try
                    {
                        await http.ChallengeAsync(
                            Scheme,
                            new AuthenticationProperties { RedirectUri = SitePages.Local(next) }
                        );
                    }
                    catch (InvalidOperationException away) // the provider says nothing of itself: it is down, or the address is wrong
                    {
                        logs.CreateLogger(typeof(InstitutionLogIn))
                            .LogError(away, "The institution's log-in can't be reached");
                        await HtmlPages
                            .Page(
                                http,
                                "Log in",
                                $"<p role=\"alert\">{HtmlPages.Text(settings.Name)} doesn't answer at the moment.</p><p><a href=\"/login/\">Log in with a password</a></p>",
                                StatusCodes.Status503ServiceUnavailable
                            )
                            .ExecuteAsync(http);
                    }
                }
            )
            .ExcludeFromDescription();
    }

    static async Task FinishAsync(TicketReceivedContext context)
    {
        context.HandleResponse();
        var (http, who) = (context.HttpContext, context.Principal!);
        var person = new ExternalPerson(
            context.Properties!.Items[Issuer]!,
            who.FindFirstValue("sub") ?? "",
            who.FindFirstValue("email"),
            bool.TryParse(who.FindFirstValue("email_verified"), out var verified) && verified,
            who.FindFirstValue("given_name"),
            who.FindFirstValue("family_name"),
            who.FindAll("amr").Any(claim => SecondFactors.Contains(claim.Value))
        );
        var opened = await http
            .RequestServices.GetRequiredService<IMediator>()
            .Send(new LogInExternally(person), http.RequestAborted);
        if (opened.Failed)
        {
            await HtmlPages.Refusal(http, opened.Error).ExecuteAsync(http);
            return;
        }

        http.OpenSession(opened.Value);
        http.AntiforgeryValue();
        var next = SitePages.Local(context.ReturnUri);
        http.Response.Redirect(opened.Value.NeedsCode ? $"/login/code/?next={Uri.EscapeDataString(next)}" : next);
    }
}
