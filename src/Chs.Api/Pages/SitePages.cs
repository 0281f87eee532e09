using Chs.Api.Access;
using Chs.Api.Html;
using Chs.Api.Play;
using Chs.Application.Accounts;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Infrastructure;
using Chs.Infrastructure.Settings;
using MediatR;

namespace Chs.Api.Pages;

/// <summary>The demo stage: log in, choose a study, choose a child, start.</summary>
static class SitePages
{
    public static void MapSitePages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", ListStudiesAsync).ExcludeFromDescription();
        routes.MapGet("/studies", () => Results.Redirect("/")).ExcludeFromDescription();
        routes.MapGet("/login", LogInPage).ExcludeFromDescription();
        routes.MapPost("/login", LogInAsync).ExcludeFromDescription();
        routes
            .MapGet(
                "/login/code",
                (HttpContext http, string? next) => CodeForm(http, next, "", StatusCodes.Status200OK)
            )
            .ExcludeFromDescription();
        routes.MapPost("/login/code", ConfirmAsync).ExcludeFromDescription();
        routes.MapPost("/logout", LogOutAsync).ExcludeFromDescription();
        routes
            .MapGet(
                "/stage/thanks",
                (HttpContext http) =>
                    HtmlPages.Page(
                        http,
                        "Thank you!",
                        "<p>You finished the study, and everything is saved.</p><p><a href=\"/\">To the studies</a></p>"
                    )
            )
            .ExcludeFromDescription();
        routes
            .MapGet(
                "/stage/resume",
                (HttpContext http, string? next) =>
                    HtmlPages.Page(
                        http,
                        "One moment",
                        $"<p>Sending what was left from last time …</p><p><a href=\"{HtmlPages.Text(Local(next))}\">Go on</a></p>",
                        next: Local(next)
                    )
            )
            .ExcludeFromDescription();
        routes
            .MapGet(
                "/stage/assets/{file}",
                (string file, HttpContext http, PlayAssets assets) => assets.Serve(file, http)
            )
            .ExcludeFromDescription();
        routes.MapHostPage();
    }

    static async Task<IResult> ListStudiesAsync(HttpContext http, IMediator mediator, string? cursor)
    {
        var studies = await mediator.Send(new ListOpenStudies { Cursor = cursor }, http.RequestAborted);
        if (studies.Failed)
            return HtmlPages.Refusal(http, studies.Error);
        var isLoggedIn = http.RequestServices.GetRequiredService<RequestActor>().Actor is not null;
        var children = isLoggedIn
            ? await mediator.Send(new ListChildren { Limit = Page.MaximumLimit }, http.RequestAborted)
            : null;

        var articles = studies.Value.Items.Select(study =>
            $"""
                <article><h2>{HtmlPages.Text(study.Name)}</h2>
                <p>{HtmlPages.Text(study.PreviewSummary)}</p>
                <p><small>{string.Join(
                    " · ",
                    ((string[])[study.Lab, study.Duration, study.Criteria]).Where(text => text.Length > 0).Select(
                        HtmlPages.Text
                    )
                )}</small></p>
                {Start(study, children?.Value.Items)}</article>
                """
        );
        var body = studies.Value.Items is [] ? "<p>No study is open at the moment.</p>" : string.Join('\n', articles);
        if (studies.Value.NextCursor is { } next)
            body += $"<p><a href=\"/?cursor={Uri.EscapeDataString(next)}\">More studies</a></p>";
        return HtmlPages.Page(http, "Studies", body);
    }

    static string Start(OpenStudyItem study, IReadOnlyList<ChildView>? children) =>
        children switch
        {
            null => """<p><a class="button" href="/login/">Log in to take part</a></p>""",
            [] => "<p>Add a child to your account first: <code>POST /api/v3/children</code>.</p>",
            _ => string.Join(
                ' ',
                children.Select(child =>
                    $"""<a class="button" href="/studies/j/{study.Id}/{child.Id}/">Start with {HtmlPages.Text(child.GivenName)}</a>"""
                )
            ),
        };

    static IResult LogInPage(HttpContext http, string? next) => LogInForm(http, next, "", StatusCodes.Status200OK);

    static IResult LogInForm(HttpContext http, string? next, string fault, int status) =>
        HtmlPages.Page(
            http,
            "Log in",
            $"""
            <form method="post" action="/login/">{HtmlPages.Antiforgery(http)}
            <input type="hidden" name="next" value="{HtmlPages.Text(Local(next))}">
            <label>E-mail address <input name="email" type="email" autocomplete="username" required></label>
            <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
            <p class="fault" role="alert">{HtmlPages.Text(fault)}</p>
            <button>Log in</button></form>
            {(
                http.RequestServices.GetRequiredService<ChsSettings>().OpenId is { } institution
                    ? $"<p><a class=\"button\" href=\"{InstitutionLogIn.Start}/?next={Uri.EscapeDataString(Local(next))}\">Log in at {HtmlPages.Text(institution.Name)}</a></p>"
                    : ""
            )}
            <p><a href="/account/forgotten/">Forgotten your password?</a></p>
            """,
            status
        );

    static async Task<IResult> LogInAsync(
        HttpContext http,
        IMediator mediator,
        LogInThrottle throttle,
        KnownDevice devices,
        Antiforgery antiforgery
    )
    {
        if (await ReadFormAsync(http) is not { } form)
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        var (email, password, next) = (form["email"].ToString(), form["password"].ToString(), form["next"].ToString());
        if (antiforgery.Fault(http, form[SessionCookies.AntiforgeryField].ToString()) is { } forged)
            return LogInForm(http, next, $"Please try again: {forged}", StatusCodes.Status403Forbidden);
        if (!throttle.MayTry(email, http))
            return LogInForm(http, next, AccountErrors.TooManyAttempts.Message, StatusCodes.Status429TooManyRequests);

        var opened = await mediator.Send(
            new LogIn(email, password, devices.Of(http, email) is not null),
            http.RequestAborted
        );
        if (opened.Failed)
        {
            await mediator.Send(new RecordFailedLogIn(email), http.RequestAborted);
            return LogInForm(http, next, AccountErrors.WrongCredentials.Message, StatusCodes.Status401Unauthorized);
        }

        http.OpenSession(opened.Value);
        if (!opened.Value.NeedsCode)
            devices.Remember(http, opened.Value.Account.Email);
        return opened.Value.NeedsCode
            ? CodeForm(http, next, "", StatusCodes.Status200OK)
            : Results.LocalRedirect(Local(next));
    }

    static IResult CodeForm(HttpContext http, string? next, string fault, int status) =>
        HtmlPages.Page(
            http,
            "One more step",
            $"""
            <form method="post" action="/login/code/">{HtmlPages.Antiforgery(http)}
            <input type="hidden" name="next" value="{HtmlPages.Text(Local(next))}">
            <label>Code of your app, or a recovery code <input name="code" inputmode="text" autocomplete="one-time-code" required></label>
            <p class="fault" role="alert">{HtmlPages.Text(fault)}</p>
            <button>Log in</button></form>
            """,
            status
        );

    static async Task<IResult> ConfirmAsync(
        HttpContext http,
        IMediator mediator,
        LogInThrottle throttle,
        KnownDevice devices,
        Antiforgery antiforgery
    )
    {
        if (await ReadFormAsync(http) is not { } form)
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        var (code, next, session) = (
            form["code"].ToString(),
            form["next"].ToString(),
            http.Request.Cookies[SessionCookies.Session] ?? ""
        );
        if (antiforgery.Fault(http, form[SessionCookies.AntiforgeryField].ToString()) is { } forged)
            return CodeForm(http, next, $"Please try again: {forged}", StatusCodes.Status403Forbidden);
        if (
            await mediator.Send(new ReadPendingLogIn(session), http.RequestAborted)
            is not { Failed: false, Value: { } account }
        )
            return LogInForm(http, next, "That took too long. Begin again.", StatusCodes.Status401Unauthorized);
        if (!throttle.MayTryCode(account))
            return CodeForm(http, next, AccountErrors.TooManyAttempts.Message, StatusCodes.Status429TooManyRequests);
        var opened = await mediator.Send(new ConfirmLogIn(session, code), http.RequestAborted);
        if (opened.Failed)
            return CodeForm(http, next, AccountErrors.WrongCode.Message, StatusCodes.Status401Unauthorized);
        http.OpenSession(opened.Value);
        devices.Remember(http, opened.Value.Account.Email);
        return Results.LocalRedirect(Local(next));
    }

    static async Task<IResult> LogOutAsync(HttpContext http, IMediator mediator, Antiforgery antiforgery)
    {
        if (await ReadFormAsync(http) is not { } form)
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (antiforgery.Fault(http, form[SessionCookies.AntiforgeryField].ToString()) is { } forged)
            return HtmlPages.Page(http, "Log out", $"<p>{HtmlPages.Text(forged)}</p>", StatusCodes.Status403Forbidden);
        if (http.CloseSession() is { } secret)
            await mediator.Send(new LogOut(secret), http.RequestAborted);
        return Results.LocalRedirect("/");
    }

    internal static async Task<IFormCollection?> ReadFormAsync(HttpContext http) =>
        http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;

    /// <summary>Only pages of ours: nobody is led elsewhere by a crafted log-in link.</summary>
    internal static string Local(string? next) =>
        next is ['/', not ('/' or '\\'), ..] && !next.Any(char.IsControl) ? next : "/";
}
