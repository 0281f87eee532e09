using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi;

/// <summary>A JSON:API document with one page of resources.</summary>
public sealed record JsonApiPage<T>(
    [property: JsonPropertyName("links")] JsonApiPageLinks Links,
    [property: JsonPropertyName("data")] IReadOnlyList<JsonApiResource<T>> Data
)
    where T : class;

/// <summary>Absolute addresses of other pages, and where we are.</summary>
public sealed record JsonApiPageLinks(
    [property: JsonPropertyName("first")] string First,
    [property: JsonPropertyName("last")] string Last,
    [property: JsonPropertyName("next")] string? Next,
    [property: JsonPropertyName("prev")] string? Prev,
    [property: JsonPropertyName("meta")] JsonApiPageMeta Meta
);

/// <summary>Where we are in a list.</summary>
public sealed record JsonApiPageMeta(
    [property: JsonPropertyName("page")] int Page,
    [property: JsonPropertyName("pages")] int Pages,
    [property: JsonPropertyName("count")] int Count
);
