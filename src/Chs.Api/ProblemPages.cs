using Chs.Api.Html;
using Chs.Api.V3;

namespace Chs.Api;

/// <summary>Serves the text about each code of v3, to which the <c>type</c> of problems leads.</summary>
static class ProblemPages
{
    public static void MapProblemPages(this IEndpointRouteBuilder routes) =>
        routes.MapGet($"{ProblemCode.Address}{{code}}", PageOf).ExcludeFromDescription();

    static IResult PageOf(HttpContext http, string code)
    {
        if (ProblemCodes.Find(code) is not { } found)
            return Results.NotFound();
        var statuses = found.Statuses is [] ? "4xx" : string.Join(", ", found.Statuses);
        return PageLayout.Page(http, found.Code, $"<p>Status {statuses}.</p><p>{HtmlOf(found.Sentence)}</p>");
    }

    /// <summary>Every second part of the text stands between backticks.</summary>
    static string HtmlOf(string text) =>
        string.Concat(
            text.Split('`')
                .Select(PageLayout.Encode)
                .Select((part, index) => index % 2 == 0 ? part : $"<code>{part}</code>")
        );
}
