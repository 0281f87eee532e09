using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi;

/// <summary>A JSON:API document with one resource.</summary>
public sealed record JsonApiDocument<T>([property: JsonPropertyName("data")] JsonApiResource<T> Data)
    where T : class;

/// <summary>A JSON:API document with several resources, without pages.</summary>
public sealed record JsonApiList<T>([property: JsonPropertyName("data")] IReadOnlyList<JsonApiResource<T>> Data)
    where T : class;

/// <summary>One resource.</summary>
public sealed record JsonApiResource<T>
    where T : class
{
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("id")]
    public required Guid Id { get; init; }

    [JsonPropertyName("attributes")]
    public required T Attributes { get; init; }

    /// <summary>Name to links, and to the identifier where it can be sent back.</summary>
    [JsonPropertyName("relationships")]
    public JsonObject? Relationships { get; init; }

    /// <summary><c>self</c>: absolute address.</summary>
    [JsonPropertyName("links")]
    public JsonObject? Links { get; init; }
}

/// <summary>A relationship to one resource.</summary>
public sealed record JsonApiIdentifierDocument([property: JsonPropertyName("data")] JsonApiIdentifier Data);

/// <summary>Names a resource.</summary>
public sealed record JsonApiIdentifier(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("id")] Guid Id
);
