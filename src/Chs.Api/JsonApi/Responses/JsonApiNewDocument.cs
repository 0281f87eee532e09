using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi.Responses;

/// <summary>A JSON:API document with a resource that has no id yet.</summary>
public sealed record JsonApiNewDocument<T>([property: JsonPropertyName("data")] JsonApiNewResource<T> Data)
    where T : class;

/// <summary>A resource to be made.</summary>
public sealed record JsonApiNewResource<T>
    where T : class
{
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("attributes")]
    public T? Attributes { get; init; }

    [JsonPropertyName("relationships")]
    public required JsonApiParts Relationships { get; init; }
}

/// <summary>Who takes part in what.</summary>
public sealed record JsonApiParts(
    [property: JsonPropertyName("study")] JsonApiIdentifierDocument Study,
    [property: JsonPropertyName("child")] JsonApiIdentifierDocument Child
);
