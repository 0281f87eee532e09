using Chs.Api.Access;
using Chs.Api.Html;
using Chs.Application.Accounts;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Api.Pages;

/// <summary>
/// Where links in mails about accounts lead, unless a front end has its own pages for them. Nothing happens
/// before a button is pressed, because programs that scan mails follow links too.
/// </summary>
static class AccountPages
{
    const string ConfirmTitle = "Confirm your address",
        NotThePassword = "This isn't the account's password.",
        PasswordTitle = "Choose a new password",
        ForgottenTitle = "Forgotten your password?";

    public static void MapAccountPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account/confirm", ShowConfirmation).ExcludeFromDescription();
        routes.MapPost("/account/confirm", ConfirmAsync).ExcludeFromDescription();
        routes.MapGet("/account/password", ShowPassword).ExcludeFromDescription();
        routes.MapPost("/account/password", ChooseAsync).ExcludeFromDescription();
        routes.MapGet("/account/forgotten", ShowForgotten).ExcludeFromDescription();
        routes.MapPost("/account/forgotten", SendLinkAsync).ExcludeFromDescription();
    }

    static IResult ShowConfirmation(HttpContext http, string? token) =>
        ConfirmationForm(http, token, "", StatusCodes.Status200OK);

    /// <summary>Whoever isn't logged in shows by the password that the account is theirs, not only the address.</summary>
    static IResult ConfirmationForm(HttpContext http, string? token, string fault, int status)
    {
        var password = http.RequestServices.GetRequiredService<RequestActor>().Actor is null
            ? """
                <p>Give the password of the account. If you never chose one, the account isn't yours: close this page, or
                <a href="/account/forgotten/">choose one</a>, which locks everybody else out.</p>
                <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
                """
            : "";
        return PageLayout.Page(
            http,
            ConfirmTitle,
            $"""
            <form method="post" action="/account/confirm/">{http.AntiforgeryInput()}{TokenInput(token)}
            <p>Is this e-mail address yours?</p>{password}
            <p class="fault" role="alert">{PageLayout.Encode(fault)}</p><button>Yes, confirm it</button></form>
            """,
            status
        );
    }

    static IResult ShowPassword(HttpContext http, string? token) =>
        PasswordForm(http, token, "", StatusCodes.Status200OK);

    static IResult ShowForgotten(HttpContext http) =>
        PageLayout.Page(
            http,
            ForgottenTitle,
            $"""
            <form method="post" action="/account/forgotten/">{http.AntiforgeryInput()}
            <label>E-mail address <input name="email" type="email" autocomplete="username" required></label>
            <button>Send me a link</button></form>
            """
        );

    static IResult PasswordForm(HttpContext http, string? token, string fault, int status) =>
        PageLayout.Page(
            http,
            PasswordTitle,
            $"""
            <form method="post" action="/account/password/">{http.AntiforgeryInput()}{TokenInput(token)}
            <label>New password <input name="password" type="password" autocomplete="new-password" required></label>
            <p class="fault" role="alert">{PageLayout.Encode(fault)}</p>
            <p>All log-ins of the account end, and its keys for scripts.</p>
            <button>Save</button></form>
            """,
            status
        );

    static string TokenInput(string? token) =>
        $"""<input type="hidden" name="token" value="{PageLayout.Encode(token ?? "")}">""";

    static async Task<IResult> ConfirmAsync(HttpContext http, IMediator mediator, Antiforgery antiforgery)
    {
        if (await http.ReadFormAsync() is not { } form)
            return Forms.NoForm;
        if (Forged(http, form, antiforgery) is { } forged)
            return forged;
        var token = form["token"].ToString();
        var password = form["password"].ToString() is { Length: > 0 } typed ? typed : null;
        var confirmed = await mediator.Send(new ConfirmEmail(token, password), http.RequestAborted);
        if (confirmed.Failed)
            return NotConfirmed(http, token, confirmed.Error);

        return PageLayout.Page(
            http,
            ConfirmTitle,
            """<p>Thank you: your address is confirmed.</p><p><a href="/">To the studies</a></p>"""
        );
    }

    static IResult NotConfirmed(HttpContext http, string token, Error error)
    {
        http.SetRetryAfter(error);
        if (error.Kind is ErrorKind.Unconfirmed)
            return ConfirmationForm(http, token, NotThePassword, StatusCodes.Status422UnprocessableEntity);
        if (error.Kind is ErrorKind.TooMany)
            return ConfirmationForm(http, token, error.Message, StatusCodes.Status429TooManyRequests);
        var message = error.Faults is [var fault, ..] ? fault.Message : error.Message;
        var alert = $"""<p role="alert">{PageLayout.Encode(message)}</p>""";
        return PageLayout.Page(http, ConfirmTitle, alert, StatusCodes.Status400BadRequest);
    }

    static async Task<IResult> ChooseAsync(
        HttpContext http,
        IMediator mediator,
        LogInThrottle throttle,
        Antiforgery antiforgery
    )
    {
        if (await http.ReadFormAsync() is not { } form)
            return Forms.NoForm;
        if (Forged(http, form, antiforgery) is { } forged)
            return forged;
        var token = form["token"].ToString();
        if (await throttle.CountMailRequestAsync(http, http.RequestAborted) is { } wait)
        {
            http.SetRetryAfter(wait);
            var tooMany = AccountErrors.TooManyAttempts(wait).Message;
            return PasswordForm(http, token, tooMany, StatusCodes.Status429TooManyRequests);
        }

        var chosen = await mediator.Send(new ResetPassword(token, form["password"].ToString()), http.RequestAborted);
        if (chosen.Failed)
        {
            var faults = string.Join(' ', chosen.Error.Faults.Select(fault => fault.Message));
            return PasswordForm(http, token, faults, StatusCodes.Status400BadRequest);
        }

        return PageLayout.Page(
            http,
            PasswordTitle,
            """<p>Your new password is saved.</p><p><a href="/login/">Log in</a></p>"""
        );
    }

    static async Task<IResult> SendLinkAsync(
        HttpContext http,
        IMediator mediator,
        LogInThrottle throttle,
        Antiforgery antiforgery
    )
    {
        if (await http.ReadFormAsync() is not { } form)
            return Forms.NoForm;
        if (Forged(http, form, antiforgery) is { } forged)
            return forged;
        var email = form["email"].ToString();
        if (await throttle.CountMailRequestAsync(http, http.RequestAborted) is { } wait)
        {
            var error = AccountErrors.TooManyAttempts(wait);
            return PageLayout.Refusal(http, error);
        }

        if (await throttle.MayMailAsync(email, http.RequestAborted))
            await mediator.Send(new AskForPassword(email), http.RequestAborted);
        // The same answer whether or not there is such an account.
        return PageLayout.Page(
            http,
            ForgottenTitle,
            "<p>If there is an account with this address, a mail with a link is on its way.</p>"
        );
    }

    /// <returns>The answer to a form without the right antiforgery value; null when the value is right.</returns>
    static IResult? Forged(HttpContext http, IFormCollection form, Antiforgery antiforgery)
    {
        if (antiforgery.FaultOf(http, form) is not { } fault)
            return null;
        var body = $"<p>Please try again: {PageLayout.Encode(fault)}</p>";
        return PageLayout.Page(http, "That isn't possible", body, StatusCodes.Status403Forbidden);
    }
}
