using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi;

/// <summary>Why a request was refused.</summary>
public sealed record JsonApiErrors([property: JsonPropertyName("errors")] IReadOnlyList<JsonApiErrorItem> Errors);

/// <summary>One fault.</summary>
public sealed record JsonApiErrorItem
{
    /// <example>Not found.</example>
    [JsonPropertyName("detail")]
    public required string Detail { get; init; }

    /// <example>404</example>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>Where in the document; absent for what wasn't found.</summary>
    [JsonPropertyName("source")]
    public JsonApiErrorSource? Source { get; init; }

    /// <example>not_found</example>
    [JsonPropertyName("code")]
    public required string Code { get; init; }
}

/// <summary>A place in a document.</summary>
/// <param name="Pointer">JSON pointer.</param>
public sealed record JsonApiErrorSource([property: JsonPropertyName("pointer")] string Pointer);
