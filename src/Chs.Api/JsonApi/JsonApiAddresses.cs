using System.Text.Json.Serialization;

namespace Chs.Api.JsonApi;

/// <summary>Addresses of the lists.</summary>
public sealed record JsonApiAddresses([property: JsonPropertyName("data")] JsonApiAddressList Data);

/// <summary>Absolute addresses.</summary>
public sealed record JsonApiAddressList(
    [property: JsonPropertyName("users")] string Users,
    [property: JsonPropertyName("studies")] string Studies,
    [property: JsonPropertyName("demographics")] string Demographics,
    [property: JsonPropertyName("children")] string Children,
    [property: JsonPropertyName("responses")] string Responses,
    [property: JsonPropertyName("labs")] string Labs,
    [property: JsonPropertyName("feedback")] string Feedback,
    [property: JsonPropertyName("video")] string Video
);
