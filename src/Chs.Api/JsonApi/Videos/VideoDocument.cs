using System.Text;
using System.Text.Json;

namespace Chs.Api.JsonApi.Videos;

/// <summary>A video as a recorder's callback announces it.</summary>
/// <param name="Attributes">An object; its members aren't checked.</param>
sealed record VideoDocument(JsonElement Attributes, Guid StudyId, Guid ResponseId)
{
    /// <summary>The bytes that the recorder signs.</summary>
    public byte[] SignedText() => Encoding.ASCII.GetBytes(SignedJson.Write(Attributes));

    /// <summary>Reads what must be right before the signature is compared.</summary>
    public static JsonApiParsed<VideoDocument> Read(ReadOnlyMemory<byte> body) => JsonApiInput.Read(body, Read);

    static JsonApiParsed<VideoDocument> Read(JsonElement data)
    {
        var type = JsonApiInput.Text(data, "type");
        if (type != "videos")
            return JsonApiError.WrongType(type, "videos");
        if (JsonApiInput.RelatedId(data, "study") is not { } studyId)
            return MissingRelationship("study");
        if (JsonApiInput.RelatedId(data, "response") is not { } responseId)
            return MissingRelationship("response");
        if (GuidOf(studyId) is not { } study)
            return JsonApiError.NotAnIdentifier("study");
        if (GuidOf(responseId) is not { } response)
            return JsonApiError.NotAnIdentifier("response");

        var attributes = JsonApiInput.Member(data, "attributes") is { ValueKind: JsonValueKind.Object } sent
            ? sent.Clone()
            : JsonDocument.Parse("{}").RootElement;
        return new VideoDocument(attributes, study, response);
    }

    static JsonApiError MissingRelationship(string name) =>
        new(400, "parse_error", $"Missing required relationship: {name}");

    static Guid? GuidOf(JsonElement value) =>
        value.ValueKind is JsonValueKind.String && value.TryGetGuid(out var guid) ? guid : null;
}
