using System.Text.Json;
using Chs.Application.Paging;
using Microsoft.AspNetCore.Http.Extensions;

namespace Chs.Api.JsonApi;

/// <summary>Numbered pages: <c>page</c> counts from 1, <c>page_size</c> is 10 unless given and at most 100.</summary>
static class JsonApiPages
{
    const int DefaultSize = 10;
    const int LargestSize = 100;

    /// <summary>The page that the query asks for.</summary>
    /// <remarks>A page that isn't a number becomes 0, which doesn't exist. A size that isn't a number is ignored.</remarks>
    public static PageNumber Requested(HttpRequest request)
    {
        var number = 1;
        if (request.Query["page"].LastOrDefault() is { } page && !int.TryParse(page, out number))
            number = 0;
        var size = DefaultSize;
        if (int.TryParse(request.Query["page_size"].LastOrDefault(), out var requested) && requested > 0)
            size = Math.Min(requested, LargestSize);
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

    /// <summary>The request's own address with another page. Parameters are sorted by name.</summary>
    static string Link(HttpRequest request, int page)
    {
        var parameters = request
            .Query.Where(parameter => parameter.Key != "page")
            .SelectMany(parameter => parameter.Value, (parameter, value) => (Name: parameter.Key, Value: value ?? ""))
            .Append((Name: "page", Value: page.ToString()))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal);
        var query = new QueryBuilder();
        foreach (var (name, value) in parameters)
            query.Add(name, value);
        return $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{query}";
    }
}
