using Chs.Api.Access;
using Chs.Api.Html;
using Chs.Application.Accounts;
using Chs.Application.Paging;
using Chs.Application.Site;
using Chs.Domain;
using MediatR;
using Institution = Chs.Application.Site.InstitutionLogIn;

namespace Chs.Api.Pages;

/// <summary>Shows the log-ins elsewhere that open the person's account, links further ones and removes them.</summary>
static class LogInsPage
{
    const string Path = "/account/log-ins",
        Title = "Your other log-ins";

    public static void MapLogInsPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).ExcludeFromDescription();
        routes.MapPost($"{Path}/link", LinkAsync).ExcludeFromDescription();
        routes.MapPost($"{Path}/remove", RemoveAsync).ExcludeFromDescription();
    }

    static Task<IResult> ShowAsync(HttpContext http, IMediator mediator) =>
        PageAsync(http, mediator, "", StatusCodes.Status200OK);

    static async Task<IResult> LinkAsync(
        HttpContext http,
        IMediator mediator,
        SiteOptions site,
        Antiforgery antiforgery
    )
    {
        if (await http.ReadFormAsync() is not { } form)
            return Forms.NoForm;
        if (antiforgery.FaultOf(http, form) is { } forged)
            return await PageAsync(http, mediator, forged, StatusCodes.Status403Forbidden);
        var path = form["path"].ToString();
        if (site.InstitutionLogIns.All(institution => institution.Path != path))
            return Results.NotFound();
        var request = new AskToLinkExternalLogIn(form["password"].ToString(), http.SessionSecret() ?? "");
        var asked = await mediator.Send(request, http.RequestAborted);
        if (asked.Failed)
            return await RefusedAsync(http, mediator, asked.Error);
        var link = Uri.EscapeDataString(asked.Value.Link);
        return Results.LocalRedirect($"{path}?link={link}&next={Uri.EscapeDataString($"{Path}/")}");
    }

    static async Task<IResult> RemoveAsync(HttpContext http, IMediator mediator, Antiforgery antiforgery)
    {
        if (await http.ReadFormAsync() is not { } form)
            return Forms.NoForm;
        if (antiforgery.FaultOf(http, form) is { } forged)
            return await PageAsync(http, mediator, forged, StatusCodes.Status403Forbidden);
        if (!Guid.TryParse(form["id"].ToString(), out var id))
            return Results.NotFound();
        var removed = await mediator.Send(new RemoveExternalLogIn(id), http.RequestAborted);
        return removed.Failed ? await RefusedAsync(http, mediator, removed.Error) : Results.LocalRedirect($"{Path}/");
    }

    static Task<IResult> RefusedAsync(HttpContext http, IMediator mediator, Error error)
    {
        if (error.Kind is not (ErrorKind.Invalid or ErrorKind.Unconfirmed or ErrorKind.TooMany))
            return Task.FromResult(PageLayout.Refusal(http, error));
        http.SetRetryAfter(error);
        var status =
            error.Kind is ErrorKind.TooMany
                ? StatusCodes.Status429TooManyRequests
                : StatusCodes.Status422UnprocessableEntity;
        return PageAsync(http, mediator, error.Message, status);
    }

    static async Task<IResult> PageAsync(HttpContext http, IMediator mediator, string fault, int status)
    {
        var request = new ListExternalLogIns { Limit = Page.MaximumLimit };
        var linked = await mediator.Send(request, http.RequestAborted);
        if (linked.Failed)
            return PageLayout.Refusal(http, linked.Error);
        var institutions = http.RequestServices.GetRequiredService<SiteOptions>().InstitutionLogIns;
        var items = linked.Value.Items.Select(item => Item(http, item));
        var list = linked.Value.Items is [] ? "<p>Only your password opens your account.</p>" : string.Concat(items);
        var forms = string.Concat(institutions.Select(institution => LinkForm(http, institution)));
        return PageLayout.Page(
            http,
            Title,
            $"""<p class="fault" role="alert">{PageLayout.Encode(fault)}</p>{list}{forms}""",
            status
        );
    }

    static string Item(HttpContext http, ExternalLogInItem item) =>
        $"""
            <form method="post" action="{Path}/remove/">{http.AntiforgeryInput()}
            <input type="hidden" name="id" value="{item.Id}">
            <p>{PageLayout.Encode(item.Subject)} at {PageLayout.Encode(item.Issuer)} <button>Remove</button></p></form>
            """;

    static string LinkForm(HttpContext http, Institution institution) =>
        $"""
            <form method="post" action="{Path}/link/">{http.AntiforgeryInput()}
            <input type="hidden" name="path" value="{institution.Path}">
            <label>Your password here
            <input name="password" type="password" autocomplete="current-password" required></label>
            <button>Link {PageLayout.Encode(institution.Name)}</button></form>
            """;
}
