using Chs.Api.Access;
using Chs.Api.Html;
using Chs.Application.Accounts;
using Chs.Domain;
using Chs.Infrastructure.Settings;
using MediatR;
using Microsoft.AspNetCore.Authentication;

namespace Chs.Api.Pages;

/// <summary>The pages before and after log-ins elsewhere.</summary>
static class InstitutionPages
{
    /// <summary>Where the addresses of all of them begin.</summary>
    public const string LogInPath = "/login/institution";

    /// <param name="providers">In the order of their buttons.</param>
    public static void MapInstitutionPages(this IEndpointRouteBuilder routes, IReadOnlyList<OpenIdSettings> providers)
    {
        for (var i = 0; i < providers.Count; i++)
        {
            var index = i;
            routes
                .MapGet(
                    OpenIdSettings.PathOf(index),
                    (HttpContext http, string? next, string? link, ILoggerFactory logs) =>
                        LogInAsync(http, index, next, link, logs)
                )
                .ExcludeFromDescription();
        }
    }

    static async Task LogInAsync(HttpContext http, int index, string? next, string? link, ILoggerFactory logs)
    {
        try
        {
            await InstitutionLogIn.ChallengeAsync(http, index, LocalAddress.Of(next), link);
        }
        catch (InvalidOperationException unreachable)
        {
            var name = NameOf(http, index);
            LoggerOf(logs).LogError(unreachable, "The log-in at {Name} can't be reached", name);
            var alert = $"""<p role="alert">{PageLayout.Encode(name)} doesn't answer at the moment.</p>""";
            const string Otherwise = """<p><a href="/login/">Log in with a password</a></p>""";
            await LogInPage(http, alert + Otherwise, StatusCodes.Status503ServiceUnavailable).ExecuteAsync(http);
        }
    }

    /// <summary>Opens a session of ours for the person for whom the provider vouches, or links the log-in.</summary>
    public static async Task CompleteLogInAsync(TicketReceivedContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        var next = LocalAddress.Of(context.ReturnUri);
        var arrived = await ArriveAsync(context, http, next);
        if (arrived.Failed)
            await PageLayout.Refusal(http, arrived.Error).ExecuteAsync(http);
        else
            http.Response.Redirect(arrived.Value);
    }

    /// <returns>Where the browser goes on.</returns>
    static async Task<Outcome<string>> ArriveAsync(TicketReceivedContext context, HttpContext http, string next)
    {
        var person = InstitutionLogIn.PersonOf(context, ProvidersOf(http));
        if (InstitutionLogIn.LinkOf(context) is { } link)
        {
            var mediator = http.RequestServices.GetRequiredService<IMediator>();
            var session = http.SessionSecret() ?? "";
            var linked = await mediator.Send(new LinkExternalLogIn(person, link, session), http.RequestAborted);
            return linked.Failed ? linked.Error : next;
        }

        var logIn = http.RequestServices.GetRequiredService<BrowserLogIn>();
        var opened = await logIn.LogInExternallyAsync(http, person, http.RequestAborted);
        if (opened.Failed)
            return opened.Error;
        return opened.Value.NeedsCode
            ? http.RequestServices.GetRequiredService<Application.Site.SiteAddress>().LogInCode(next)
            : next;
    }

    /// <summary>Shows that the provider, or the protocol, refused the log-in.</summary>
    public static Task ShowFailureAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        var name = NameOf(http, InstitutionLogIn.IndexOf(context.Scheme));
        LoggerOf(http.RequestServices.GetRequiredService<ILoggerFactory>())
            .LogWarning(context.Failure, "The log-in at {Name} failed", name);
        return LogInPage(
                http,
                $"""<p role="alert">The log-in at {PageLayout.Encode(name)} didn't work.</p><p><a href="/login/">Try again</a></p>""",
                StatusCodes.Status401Unauthorized
            )
            .ExecuteAsync(http);
    }

    static IResult LogInPage(HttpContext http, string body, int status) =>
        PageLayout.Page(http, "Log in", body, status);

    static string NameOf(HttpContext http, int index) => ProvidersOf(http)[index].ButtonName;

    static IReadOnlyList<OpenIdSettings> ProvidersOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<ChsSettings>().OpenId;

    static ILogger LoggerOf(ILoggerFactory logs) => logs.CreateLogger(typeof(InstitutionPages));
}
