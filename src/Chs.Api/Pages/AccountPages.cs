using Chs.Api.Access;
using Chs.Api.Html;
using Chs.Application.Accounts;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Api.Pages;

/// <summary>Where links of mails about accounts lead, unless a front end has its own pages for them. Nothing happens before a button is pressed: programs that look at mails follow links too.</summary>
static class AccountPages
{
    public static void MapAccountPages(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/account/confirm",
                (HttpContext http, string? token) =>
                    HtmlPages.Page(
                        http,
                        "Confirm your address",
                        $"""
                        <form method="post" action="/account/confirm/">{HtmlPages.Antiforgery(http)}{Hidden(
                            token
                        )}<p>Is this e-mail address yours?</p><button>Yes, confirm it</button></form>
                        """
                    )
            )
            .ExcludeFromDescription();
        routes.MapPost("/account/confirm", ConfirmAsync).ExcludeFromDescription();
        routes
            .MapGet(
                "/account/password",
                (HttpContext http, string? token) => PasswordForm(http, token, "", StatusCodes.Status200OK)
            )
            .ExcludeFromDescription();
        routes.MapPost("/account/password", ChooseAsync).ExcludeFromDescription();
        routes
            .MapGet(
                "/account/forgotten",
                (HttpContext http) =>
                    HtmlPages.Page(
                        http,
                        "Forgotten your password?",
                        $"""
                        <form method="post" action="/account/forgotten/">{HtmlPages.Antiforgery(http)}
                        <label>E-mail address <input name="email" type="email" autocomplete="username" required></label><button>Send me a link</button></form>
                        """
                    )
            )
            .ExcludeFromDescription();
        routes.MapPost("/account/forgotten", ForgottenAsync).ExcludeFromDescription();
    }

    static string Hidden(string? token) =>
        $"""<input type="hidden" name="token" value="{HtmlPages.Text(token ?? "")}">""";

    static IResult PasswordForm(HttpContext http, string? token, string fault, int status) =>
        HtmlPages.Page(
            http,
            "Choose a new password",
            $"""
            <form method="post" action="/account/password/">{HtmlPages.Antiforgery(http)}{Hidden(token)}
            <label>New password <input name="password" type="password" autocomplete="new-password" required></label>
            <p class="fault" role="alert">{HtmlPages.Text(fault)}</p>
            <button>Save</button></form>
            """,
            status
        );

    static async Task<IResult> ConfirmAsync(HttpContext http, IMediator mediator, Antiforgery antiforgery)
    {
        if (await SitePages.ReadFormAsync(http) is not { } form)
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (Forged(http, form, antiforgery) is { } refused)
            return refused;
        var confirmed = await mediator.Send(new ConfirmEmail(form["token"].ToString()), http.RequestAborted);
        return HtmlPages.Page(
            http,
            "Confirm your address",
            confirmed.Failed
                ? $"<p role=\"alert\">{HtmlPages.Text(confirmed.Error.Faults[0].Message)}</p>"
                : "<p>Thank you: your address is confirmed.</p><p><a href=\"/\">To the studies</a></p>",
            confirmed.Failed ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK
        );
    }

    static async Task<IResult> ChooseAsync(
        HttpContext http,
        IMediator mediator,
        LogInThrottle throttle,
        Antiforgery antiforgery
    )
    {
        if (await SitePages.ReadFormAsync(http) is not { } form)
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (Forged(http, form, antiforgery) is { } refused)
            return refused;
        var token = form["token"].ToString();
        if (!throttle.MayAskForMail(http))
            return PasswordForm(
                http,
                token,
                Domain.Accounts.AccountErrors.TooManyAttempts.Message,
                StatusCodes.Status429TooManyRequests
            );
        var chosen = await mediator.Send(new ResetPassword(token, form["password"].ToString()), http.RequestAborted);
        return chosen.Failed
            ? PasswordForm(
                http,
                token,
                string.Join(' ', chosen.Error.Faults.Select(fault => fault.Message)),
                StatusCodes.Status400BadRequest
            )
            : HtmlPages.Page(
                http,
                "Choose a new password",
                "<p>Your new password counts.</p><p><a href=\"/login/\">Log in</a></p>"
            );
    }

    static async Task<IResult> ForgottenAsync(
        HttpContext http,
        IMediator mediator,
        LogInThrottle throttle,
        Antiforgery antiforgery
    )
    {
        if (await SitePages.ReadFormAsync(http) is not { } form)
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (Forged(http, form, antiforgery) is { } refused)
            return refused;
        var email = form["email"].ToString();
        if (throttle.MayAskForMail(http) && throttle.MayMail(email))
            await mediator.Send(new AskForPassword(email), http.RequestAborted);
        // The same whether there is such an account or not.
        return HtmlPages.Page(
            http,
            "Forgotten your password?",
            "<p>If there is an account with this address, a mail with a link is on its way.</p>"
        );
    }

    static IResult? Forged(HttpContext http, IFormCollection form, Antiforgery antiforgery) =>
        antiforgery.Fault(http, form[SessionCookies.AntiforgeryField].ToString()) is { } fault
            ? HtmlPages.Page(
                http,
                "That isn't possible",
                $"<p>Please try again: {HtmlPages.Text(fault)}</p>",
                StatusCodes.Status403Forbidden
            )
            : null;
}
