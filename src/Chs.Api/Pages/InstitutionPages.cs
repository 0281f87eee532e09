using Chs.Api.Access;
using Chs.Api.Html;
using Chs.Infrastructure.Settings;
using Microsoft.AspNetCore.Authentication;

namespace Chs.Api.Pages;

/// <summary>The pages before and after the institution's log-in.</summary>
static class InstitutionPages
{
    public const string LogInPath = "/login/institution";

    /// <param name="settings">Null: the site has no institution's log-in, and nothing is mapped.</param>
    public static void MapInstitutionPages(this IEndpointRouteBuilder routes, OpenIdSettings? settings)
    {
        if (settings is not null)
            routes.MapGet(LogInPath, LogInAsync).ExcludeFromDescription();
    }

    static async Task LogInAsync(HttpContext http, string? next, ILoggerFactory logs)
    {
        try
        {
            await InstitutionLogIn.ChallengeAsync(http, LocalAddress.Of(next));
        }
        catch (InvalidOperationException unreachable)
        {
            LoggerOf(logs).LogError(unreachable, "The institution's log-in can't be reached");
            var name = PageLayout.Encode(NameOf(http));
            await LogInPage(
                    http,
                    $"""<p role="alert">{name} doesn't answer at the moment.</p><p><a href="/login/">Log in with a password</a></p>""",
                    StatusCodes.Status503ServiceUnavailable
                )
                .ExecuteAsync(http);
        }
    }

    /// <summary>Opens a session of ours for the person for whom the provider vouches.</summary>
    public static async Task CompleteLogInAsync(TicketReceivedContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        var logIn = http.RequestServices.GetRequiredService<BrowserLogIn>();
        var person = InstitutionLogIn.PersonOf(context);
        var opened = await logIn.LogInExternallyAsync(http, person, http.RequestAborted);
        if (opened.Failed)
        {
            await PageLayout.Refusal(http, opened.Error).ExecuteAsync(http);
            return;
        }

        var next = LocalAddress.Of(context.ReturnUri);
        http.Response.Redirect(
            opened.Value.NeedsCode
                ? http.RequestServices.GetRequiredService<Application.Site.SiteAddress>().LogInCode(next)
                : next
        );
    }

    /// <summary>Shows that the provider, or the protocol, refused the log-in.</summary>
    public static Task ShowFailureAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        LoggerOf(http.RequestServices.GetRequiredService<ILoggerFactory>())
            .LogWarning(context.Failure, "The log-in at the institution failed");
        var name = PageLayout.Encode(NameOf(http));
        return LogInPage(
                http,
                $"""<p role="alert">The log-in at {name} didn't work.</p><p><a href="/login/">Try again</a></p>""",
                StatusCodes.Status401Unauthorized
            )
            .ExecuteAsync(http);
    }

    static IResult LogInPage(HttpContext http, string body, int status) =>
        PageLayout.Page(http, "Log in", body, status);

    static string NameOf(HttpContext http) => http.RequestServices.GetRequiredService<ChsSettings>().OpenId?.Name ?? "";

    static ILogger LoggerOf(ILoggerFactory logs) => logs.CreateLogger(typeof(InstitutionPages));
}
