using Chs.Api.Access;
using Chs.Api.Html;
using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Settings;
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
        routes.MapPost("/logout", LogOutAsync).ExcludeFromDescription();
    }

    static IResult ShowLogIn(HttpContext http, string? next) => LogInForm(http, next, "", StatusCodes.Status200OK);

    static IResult ShowCode(HttpContext http, string? next) => CodeForm(http, next, "", StatusCodes.Status200OK);

    static async Task<IResult> LogInAsync(
        HttpContext http,
        IMediator mediator,
        LogInThrottle throttle,
        KnownDevice devices,
        Antiforgery antiforgery
    )
    {
        if (await http.ReadFormAsync() is not { } form)
            return Forms.NoForm;
        var email = form["email"].ToString();
        var next = form["next"].ToString();
        if (antiforgery.FaultOf(http, form) is { } forged)
            return LogInForm(http, next, $"Please try again: {forged}", StatusCodes.Status403Forbidden);
        if (!throttle.MayTry(email, http))
            return LogInForm(http, next, AccountErrors.TooManyAttempts.Message, StatusCodes.Status429TooManyRequests);

        var isKnownDevice = devices.Of(http, email) is not null;
        var opened = await mediator.Send(
            new LogIn(email, form["password"].ToString(), isKnownDevice),
            http.RequestAborted
        );
        if (opened.Failed)
        {
            await mediator.Send(new RecordFailedLogIn(email), http.RequestAborted);
            return LogInForm(http, next, AccountErrors.WrongCredentials.Message, StatusCodes.Status401Unauthorized);
        }

        http.OpenSession(opened.Value);
        if (opened.Value.NeedsCode)
            return CodeForm(http, next, "", StatusCodes.Status200OK);
        devices.Remember(http, opened.Value.Account.Email);
        return Results.LocalRedirect(LocalAddress.Of(next));
    }

    static async Task<IResult> ConfirmAsync(
        HttpContext http,
        IMediator mediator,
        LogInThrottle throttle,
        KnownDevice devices,
        Antiforgery antiforgery
    )
    {
        if (await http.ReadFormAsync() is not { } form)
            return Forms.NoForm;
        var next = form["next"].ToString();
        var session = http.Request.Cookies[SessionCookies.Session] ?? "";
        if (antiforgery.FaultOf(http, form) is { } forged)
            return CodeForm(http, next, $"Please try again: {forged}", StatusCodes.Status403Forbidden);

        var pending = await mediator.Send(new ReadPendingLogIn(session), http.RequestAborted);
        if (pending is not { Failed: false, Value: { } account })
            return LogInForm(http, next, "That took too long. Begin again.", StatusCodes.Status401Unauthorized);
        if (!throttle.MayTryCode(account))
            return CodeForm(http, next, AccountErrors.TooManyAttempts.Message, StatusCodes.Status429TooManyRequests);

        var opened = await mediator.Send(new ConfirmLogIn(session, form["code"].ToString()), http.RequestAborted);
        if (opened.Failed)
            return CodeForm(http, next, AccountErrors.WrongCode.Message, StatusCodes.Status401Unauthorized);
        http.OpenSession(opened.Value);
        devices.Remember(http, opened.Value.Account.Email);
        return Results.LocalRedirect(LocalAddress.Of(next));
    }

    static async Task<IResult> LogOutAsync(HttpContext http, IMediator mediator, Antiforgery antiforgery)
    {
        if (await http.ReadFormAsync() is not { } form)
            return Forms.NoForm;
        if (antiforgery.FaultOf(http, form) is { } forged)
        {
            var body = $"<p>{PageLayout.Encode(forged)}</p>";
            return PageLayout.Page(http, "Log out", body, StatusCodes.Status403Forbidden);
        }

        if (http.CloseSession() is { } secret)
            await mediator.Send(new LogOut(secret), http.RequestAborted);
        return Results.LocalRedirect("/");
    }

    static IResult LogInForm(HttpContext http, string? next, string fault, int status) =>
        PageLayout.Page(
            http,
            "Log in",
            $"""
            <form method="post" action="/login/">{http.AntiforgeryInput()}
            <input type="hidden" name="next" value="{PageLayout.Encode(LocalAddress.Of(next))}">
            <label>E-mail address <input name="email" type="email" autocomplete="username" required></label>
            <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
            <p class="fault" role="alert">{PageLayout.Encode(fault)}</p>
            <button>Log in</button></form>
            {InstitutionButton(http, next)}
            <p><a href="/account/forgotten/">Forgotten your password?</a></p>
            """,
            status
        );

    static string InstitutionButton(HttpContext http, string? next)
    {
        if (http.RequestServices.GetRequiredService<ChsSettings>().OpenId is not { } institution)
            return "";
        var address = $"{InstitutionPages.LogInPath}/?next={Uri.EscapeDataString(LocalAddress.Of(next))}";
        return $"""<p><a class="button" href="{address}">Log in at {PageLayout.Encode(institution.Name)}</a></p>""";
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
