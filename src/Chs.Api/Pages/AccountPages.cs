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

    static readonly string DeadLinkMessage = AccountErrors.BadLink.Faults[0].Message;

    public static void MapAccountPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account/confirm", ShowConfirmation).ExcludeFromDescription();
        routes.MapPost("/account/confirm", ConfirmAsync).ExcludeFromDescription();
        routes.MapGet("/account/password", ShowPassword).ExcludeFromDescription();
        routes.MapPost("/account/password", ChooseAsync).ExcludeFromDescription();
        routes.MapGet("/account/forgotten", ShowForgotten).ExcludeFromDescription();
        routes.MapPost("/account/forgotten", SendLinkAsync).ExcludeFromDescription();
    }

    static Task<IResult> ShowConfirmation(HttpContext http, string? token) =>
        ConfirmationFormAsync(http, token, "", StatusCodes.Status200OK);

    /// <summary>Whoever isn't logged in shows by the password that the account is theirs, not only the address.</summary>
    static async Task<IResult> ConfirmationFormAsync(HttpContext http, string? token, string fault, int status)
    {
        var links = http.RequestServices.GetRequiredService<AccountLinks>();
        if (await links.FindForEmailAsync(token ?? "", http.RequestAborted) is not { } confirmed)
            return DeadLink(http, ConfirmTitle, status);
        var password = http.RequestServices.GetRequiredService<RequestActor>().Actor is null
            ? $"""
                <p>Give the password of the account. If you never chose one, the account isn't yours: close this page, or
                <a href="/account/forgotten/">choose one</a>, which locks everybody else out.</p>
                {UsernameInput(confirmed.Address)}
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

    static Task<IResult> ShowPassword(HttpContext http, string? token) =>
        PasswordFormAsync(http, token, "", StatusCodes.Status200OK);

    static IResult ShowForgotten(HttpContext http) => ForgottenForm(http, "", "", StatusCodes.Status200OK);

    static IResult ForgottenForm(HttpContext http, string email, string fault, int status) =>
        PageLayout.Page(
            http,
            ForgottenTitle,
            $"""
            <form method="post" action="/account/forgotten/">{http.AntiforgeryInput()}
            <label>E-mail address
            <input name="email" type="email" autocomplete="username" required value="{PageLayout.Encode(
                email
            )}"></label>
            <p class="fault" role="alert">{PageLayout.Encode(fault)}</p>
            <button>Send me a link</button></form>
            """,
            status
        );

    /// <summary>Where to go on from a link that is expired, used or cut off.</summary>
    /// <param name="status">Of the form that would be shown otherwise.</param>
    static IResult DeadLink(HttpContext http, string title, int status) =>
        PageLayout.Page(
            http,
            title,
            $"""
            <p role="alert">{PageLayout.Encode(DeadLinkMessage)}</p>
            <p><a href="/account/forgotten/">Have another link sent</a> by which you choose a new password: it confirms your
            address, too. If you know the password, <a href="/login/">log in</a>.</p>
            """,
            status is StatusCodes.Status200OK ? StatusCodes.Status400BadRequest : status
        );

    /// <summary>An account moves to another address only in a log-in with the second factor that it has.</summary>
    static IResult LogInFirst(HttpContext http, string token)
    {
        var back = Uri.EscapeDataString($"/account/confirm/?token={Uri.EscapeDataString(token)}");
        return PageLayout.Page(
            http,
            ConfirmTitle,
            $"""
            <p role="alert">This account has a second factor, or needs one.
            <a href="/login/?next={back}">Log in with a code</a>; then you come back to this page.</p>
            """,
            StatusCodes.Status403Forbidden
        );
    }

    static async Task<IResult> PasswordFormAsync(HttpContext http, string? token, string fault, int status)
    {
        var links = http.RequestServices.GetRequiredService<AccountLinks>();
        if (await links.FindForPasswordAsync(token ?? "", http.RequestAborted) is not { } user)
            return DeadLink(http, PasswordTitle, status);
        return PageLayout.Page(
            http,
            PasswordTitle,
            $"""
            <form method="post" action="/account/password/">{http.AntiforgeryInput()}{TokenInput(token)}
            {UsernameInput(user.Email)}
            <label>New password <input name="password" type="password" autocomplete="new-password" required></label>
            <p class="fault" role="alert">{PageLayout.Encode(fault)}</p>
            <p>All log-ins of the account end, and its keys for scripts.</p>
            <button>Save</button></form>
            """,
            status
        );
    }

    /// <summary>Shows whose password it is, also to password managers, which store none without a name.</summary>
    static string UsernameInput(string address) =>
        $"""
            <label>E-mail address
            <input name="username" type="email" autocomplete="username" value="{PageLayout.Encode(
                address
            )}" readonly></label>
            """;

    static string TokenInput(string? token) =>
        $"""<input type="hidden" name="token" value="{PageLayout.Encode(token ?? "")}">""";

    static async Task<IResult> ConfirmAsync(HttpContext http, IMediator mediator, Antiforgery antiforgery)
    {
        if (await http.ReadFormAsync() is not { } form)
            return Forms.NoForm;
        var token = form["token"].ToString();
        if (antiforgery.FaultOf(http, form) is { } forged)
            return await ConfirmationFormAsync(http, token, forged, StatusCodes.Status403Forbidden);
        var password = form["password"].ToString() is { Length: > 0 } typed ? typed : null;
        var confirmed = await mediator.Send(new ConfirmEmail(token, password), http.RequestAborted);
        if (confirmed.Failed)
            return await NotConfirmedAsync(http, token, confirmed.Error);

        return PageLayout.Page(
            http,
            ConfirmTitle,
            """<p>Thank you: your address is confirmed.</p><p><a href="/">To the studies</a></p>"""
        );
    }

    static async Task<IResult> NotConfirmedAsync(HttpContext http, string token, Error error)
    {
        http.SetRetryAfter(error);
        if (error == AccountErrors.PasswordNeeded)
            return await ConfirmationFormAsync(http, token, error.Message, StatusCodes.Status422UnprocessableEntity);
        if (error.Kind is ErrorKind.Unconfirmed)
            return await ConfirmationFormAsync(http, token, NotThePassword, StatusCodes.Status422UnprocessableEntity);
        if (error.Kind is ErrorKind.TooMany)
            return await ConfirmationFormAsync(http, token, error.Message, StatusCodes.Status429TooManyRequests);
        var message = error.Faults is [var fault, ..] ? fault.Message : error.Message;
        if (error == AccountErrors.BadLink)
            return DeadLink(http, ConfirmTitle, StatusCodes.Status400BadRequest);
        if (error == AccountErrors.SecondFactorNeeded)
            return LogInFirst(http, token);
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
        var token = form["token"].ToString();
        if (antiforgery.FaultOf(http, form) is { } forged)
            return await PasswordFormAsync(http, token, forged, StatusCodes.Status403Forbidden);
        if (await throttle.CountMailRequestAsync(http, http.RequestAborted) is { } wait)
        {
            http.SetRetryAfter(wait);
            var tooMany = AccountErrors.TooManyAttempts(wait).Message;
            return await PasswordFormAsync(http, token, tooMany, StatusCodes.Status429TooManyRequests);
        }

        var chosen = await mediator.Send(new ResetPassword(token, form["password"].ToString()), http.RequestAborted);
        if (chosen.Failed)
        {
            var faults = string.Join(' ', chosen.Error.Faults.Select(fault => fault.Message));
            if (chosen.Error == AccountErrors.BadLink)
                return DeadLink(http, PasswordTitle, StatusCodes.Status400BadRequest);
            return await PasswordFormAsync(http, token, faults, StatusCodes.Status400BadRequest);
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
        var email = form["email"].ToString();
        if (antiforgery.FaultOf(http, form) is { } forged)
            return ForgottenForm(http, email, forged, StatusCodes.Status403Forbidden);
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
}
