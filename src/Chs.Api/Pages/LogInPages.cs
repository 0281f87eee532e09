using Chs.Api.Access;
using Chs.Api.Html;
using Chs.Application.Accounts;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Api.Pages;

/// <summary>Logs a browser in, with a second step where the account has a second factor, and out.</summary>
static class LogInPages
{
    public static void MapLogInPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", ShowLogIn).ExcludeFromDescription();
        routes.MapPost("/login", LogInAsync).ExcludeFromDescription();
        routes.MapGet("/login/code", ShowCode).ExcludeFromDescription();
        routes.MapPost("/login/code", ConfirmAsync).ExcludeFromDescription();
    }

    /// <summary>Maps what the button in the header of every page sends.</summary>
    public static void MapLogOut(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/logout", LogOutAsync).ExcludeFromDescription();

    static IResult ShowLogIn(HttpContext http, string? next) => LogInForm(http, next, "", StatusCodes.Status200OK);

    static IResult ShowCode(HttpContext http, string? next) => CodeForm(http, next, "", StatusCodes.Status200OK);

    static async Task<IResult> LogInAsync(HttpContext http, BrowserLogIn logIn, Antiforgery antiforgery)
    {
        if (await http.ReadFormAsync() is not { } form)
            return Forms.NoForm;
        var next = form["next"].ToString();
        var email = form["email"].ToString();
        if (antiforgery.FaultOf(http, form) is { } forged)
            return LogInForm(http, next, forged, StatusCodes.Status403Forbidden, email);

        var opened = await logIn.LogInAsync(http, email, form["password"].ToString(), http.RequestAborted);
        if (opened.Failed)
            return Refused(http, next, email, opened.Error);
        var then = LocalAddress.Of(next);
        return Results.LocalRedirect(opened.Value.NeedsCode ? $"/login/code/?next={Uri.EscapeDataString(then)}" : then);
    }

    static IResult Refused(HttpContext http, string next, string email, Error error)
    {
        var message = AccountErrors.WrongCredentials.Message;
        if (error.Kind is not ErrorKind.TooMany)
            return LogInForm(http, next, message, StatusCodes.Status401Unauthorized, email);
        http.SetRetryAfter(error);
        return LogInForm(http, next, error.Message, StatusCodes.Status429TooManyRequests, email);
    }

    static async Task<IResult> ConfirmAsync(HttpContext http, BrowserLogIn logIn, Antiforgery antiforgery)
    {
        if (await http.ReadFormAsync() is not { } form)
            return Forms.NoForm;
        var next = form["next"].ToString();
        if (antiforgery.FaultOf(http, form) is { } forged)
            return CodeForm(http, next, forged, StatusCodes.Status403Forbidden);

        var opened = await logIn.ConfirmAsync(http, form["code"].ToString(), http.RequestAborted);
        return opened.Failed ? Unconfirmed(http, next, opened.Error) : Results.LocalRedirect(LocalAddress.Of(next));
    }

    static IResult Unconfirmed(HttpContext http, string next, Error error)
    {
        if (error == Error.Unauthenticated)
            return LogInForm(http, next, "That took too long. Begin again.", StatusCodes.Status401Unauthorized);
        if (error.Kind is not ErrorKind.TooMany)
            return CodeForm(http, next, AccountErrors.WrongCode.Message, StatusCodes.Status401Unauthorized);
        http.SetRetryAfter(error);
        return CodeForm(http, next, error.Message, StatusCodes.Status429TooManyRequests);
    }

    static async Task<IResult> LogOutAsync(HttpContext http, IMediator mediator, Antiforgery antiforgery)
    {
        if (await http.ReadFormAsync() is not { } form)
            return Forms.NoForm;
        if (antiforgery.FaultOf(http, form) is { } forged)
        {
            // Whoever is out already has what they want. A form of another site brings no cookie, so everybody would seem to
            // be out.
            if (forged != Forms.FromAnotherSite && IsLoggedOut(http))
                return Results.LocalRedirect("/");
            // The header of the page has the button again.
            var body = $"""<p role="alert">{PageLayout.Encode(forged)}</p>""";
            return PageLayout.Page(http, "Log out", body, StatusCodes.Status403Forbidden);
        }

        if (http.CloseSession() is { } secret)
            await mediator.Send(new LogOut(secret), http.RequestAborted);
        return Results.LocalRedirect("/");
    }

    static bool IsLoggedOut(HttpContext http) => http.RequestServices.GetRequiredService<RequestActor>().Actor is null;

    static IResult LogInForm(HttpContext http, string? next, string fault, int status, string email = "") =>
        PageLayout.Page(
            http,
            "Log in",
            $"""
            <form method="post" action="/login/">{http.AntiforgeryInput()}
            <input type="hidden" name="next" value="{PageLayout.Encode(LocalAddress.Of(next))}">
            <label>E-mail address
            <input name="email" type="email" autocomplete="username" required value="{PageLayout.Encode(
                email
            )}"></label>
            <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
            <p class="fault" role="alert">{PageLayout.Encode(fault)}</p>
            <button>Log in</button></form>
            {InstitutionButtons(http, next)}
            <p><a href="/account/forgotten/">Forgotten your password?</a></p>
            """,
            status
        );

    static string InstitutionButtons(HttpContext http, string? next)
    {
        var query = $"?next={Uri.EscapeDataString(LocalAddress.Of(next))}";
        var buttons = http
            .RequestServices.GetRequiredService<SiteOptions>()
            .InstitutionLogIns.Select(institution =>
                $"""<p><a class="button" href="{institution.Path}{query}">Log in at {PageLayout.Encode(institution.Name)}</a></p>"""
            );
        return string.Join('\n', buttons);
    }

    static IResult CodeForm(HttpContext http, string? next, string fault, int status) =>
        PageLayout.Page(
            http,
            "One more step",
            $"""
            <form method="post" action="/login/code/">{http.AntiforgeryInput()}
            <input type="hidden" name="next" value="{PageLayout.Encode(LocalAddress.Of(next))}">
            <label>Code of your app, or a recovery code
            <input name="code" inputmode="text" autocomplete="one-time-code" required></label>
            <p class="fault" role="alert">{PageLayout.Encode(fault)}</p>
            <button>Log in</button></form>
            """,
            status
        );
}
