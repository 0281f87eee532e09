using System.Text.Json;
using Chs.Api.Access;
using Chs.Application.Paging;
using Chs.Application.Site;
using Chs.Domain;

namespace Chs.Api.JsonApi;

/// <summary>Answers what came of a request: a document, or why there is none.</summary>
static class JsonApiAnswer
{
    public static Task WriteAsync<T>(HttpContext http, Outcome<T> outcome, int status, Action<JsonApiWriter, T> write)
    {
        if (outcome.Failed)
            return JsonApiError.WriteAsync(http, outcome.Error);
        http.Response.StatusCode = status;
        return WriteDocumentAsync(http, outcome.Value, write, writeLinks: null);
    }

    /// <summary>Answers resources without pages.</summary>
    public static Task WriteListAsync<T>(
        HttpContext http,
        Outcome<IReadOnlyList<T>> outcome,
        Action<JsonApiWriter, T> write
    ) =>
        outcome.Failed
            ? JsonApiError.WriteAsync(http, outcome.Error)
            : WriteDocumentAsync(
                http,
                outcome.Value,
                (writer, items) => WriteItems(writer, items, write),
                writeLinks: null
            );

    public static Task WritePageAsync<T>(
        HttpContext http,
        Outcome<NumberedPage<T>> outcome,
        PageNumber number,
        Action<JsonApiWriter, T> write
    ) =>
        outcome.Failed
            ? JsonApiError.WriteAsync(http, outcome.Error)
            : WriteDocumentAsync(
                http,
                outcome.Value,
                (writer, page) => WriteItems(writer, page.Items, write),
                (json, page) => JsonApiPages.WriteLinks(json, http.Request, number, page.Count)
            );

    static void WriteItems<T>(JsonApiWriter writer, IReadOnlyList<T> items, Action<JsonApiWriter, T> write)
    {
        writer.Json.WriteStartArray();
        foreach (var item in items)
            write(writer, item);
        writer.Json.WriteEndArray();
    }

    /// <param name="write">Writes the primary data.</param>
    /// <param name="writeLinks">Writes the member <c>links</c> before the data; null when there is none.</param>
    static async Task WriteDocumentAsync<T>(
        HttpContext http,
        T data,
        Action<JsonApiWriter, T> write,
        Action<Utf8JsonWriter, T>? writeLinks
    )
    {
        http.Response.ContentType = JsonApiWriter.MediaType;
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, JsonApiWriter.Options);
        json.WriteStartObject();
        writeLinks?.Invoke(json, data);
        json.WritePropertyName("data");
        var zone = http.RequestServices.GetRequiredService<SiteTimeZone>();
        var play = http.RequestServices.GetRequiredService<RequestActor>().Actor?.Play;
        write(new JsonApiWriter(json, RootOf(http.Request), zone, play?.Site.TrimEnd('/')), data);
        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted);
    }

    /// <summary>The request's own address up to the version, such as <c>https://host/api/v2</c>.</summary>
    static string RootOf(HttpRequest request)
    {
        var path = request.Path.Value!;
        var version = path[..path.IndexOf('/', "/api/".Length)];
        return $"{request.Scheme}://{request.Host}{request.PathBase}{version}";
    }
}
