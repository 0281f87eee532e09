using System.Text.Json;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Microsoft.AspNetCore.Http.Extensions;

namespace Chs.Api.JsonApi;

/// <summary>Counted pages as scripts know them: <c>page</c> from 1, <c>page_size</c> 10 unless said, at most 100, links that keep the query.</summary>
static class JsonApiPages
{
    const int DefaultSize = 10,
        LargestSize = 100;

    /// <summary>The page asked for. A number that isn't one leads nowhere (404), a size that isn't one is ignored.</summary>
    public static PageNumber Asked(HttpRequest request)
    {
        var number = request.Query["page"].LastOrDefault() is { } text
            ? int.TryParse(text, out var page)
                ? page
                : 0
            : 1;
        var size =
            int.TryParse(request.Query["page_size"].LastOrDefault(), out var asked) && asked > 0
                ? Math.Min(asked, LargestSize)
                : DefaultSize;
        return new PageNumber(number, size);
    }

    public static void WriteLinks(Utf8JsonWriter json, HttpRequest request, PageNumber page, int count)
    {
        var pages = page.PagesOf(count);
        json.WriteStartObject("links");
        json.WriteString("first", Link(request, 1));
        json.WriteString("last", Link(request, pages));
        json.WriteString("next", page.Number < pages ? Link(request, page.Number + 1) : null);
        json.WriteString("prev", page.Number > 1 ? Link(request, page.Number - 1) : null);
        json.WriteStartObject("meta");
        json.WriteNumber("page", page.Number);
        json.WriteNumber("pages", pages);
        json.WriteNumber("count", count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The query sorted by names, with the page replaced.</summary>
    static string Link(HttpRequest request, int page)
    {
        var query = new QueryBuilder();
        foreach (
            var (name, value) in request
                .Query.Where(q => q.Key != "page")
                .SelectMany(q => q.Value, (q, value) => (q.Key, value ?? ""))
                .Append(("page", page.ToString()))
                .OrderBy(q => q.Item1, StringComparer.Ordinal)
        )
            query.Add(name, value);
        return $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{query}";
    }
}
