using System.Text.Json;

namespace Chs.Api.JsonApi.Feedback;

/// <summary>Feedback as a client sends it.</summary>
/// <param name="Comment">Null when it isn't sent.</param>
/// <param name="ResponseId">Null when it isn't sent.</param>
sealed record FeedbackDocument(string? Comment, Guid? ResponseId)
{
    /// <summary>Reads a document that gives feedback: it needs a comment and the response.</summary>
    public static JsonApiParsed<FeedbackDocument> ReadNew(ReadOnlyMemory<byte> body) =>
        JsonApiInput.Read(body, ReadNew);

    /// <summary>Reads a document that changes feedback.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="id">The id in the address.</param>
    /// <param name="complete">Whether the comment must be sent.</param>
    public static JsonApiParsed<FeedbackDocument> Read(ReadOnlyMemory<byte> body, Guid id, bool complete) =>
        JsonApiInput.Read(body, data => Read(data, id, complete));

    static JsonApiParsed<FeedbackDocument> ReadNew(JsonElement data)
    {
        if (WrongType(data) is { } wrong)
            return wrong;
        List<JsonApiError> errors = [];
        var comment = ReadComment(data, needed: true, errors);
        var response = ReadResponse(data);
        if (response is null)
            errors.Add(JsonApiError.RelationshipRequired("response"));
        return errors is [] ? new FeedbackDocument(comment, response) : errors;
    }

    static JsonApiParsed<FeedbackDocument> Read(JsonElement data, Guid id, bool complete)
    {
        if (WrongType(data) is { } wrong)
            return wrong;
        if (!Guid.TryParse(JsonApiInput.Text(data, "id"), out var sent) || sent != id)
            return JsonApiError.WrongId;
        List<JsonApiError> errors = [];
        var comment = ReadComment(data, complete, errors);
        return errors is [] ? new FeedbackDocument(comment, ReadResponse(data)) : errors;
    }

    static JsonApiError? WrongType(JsonElement data)
    {
        var type = JsonApiInput.Text(data, "type");
        return type == "feedback" ? null : JsonApiError.WrongType(type, "feedback");
    }

    static string? ReadComment(JsonElement data, bool needed, List<JsonApiError> errors)
    {
        if (JsonApiInput.Member(JsonApiInput.Member(data, "attributes"), "comment") is not { } value)
        {
            if (needed)
                errors.Add(JsonApiError.Attribute("comment", "required", "This field is required."));
            return null;
        }

        var comment = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        if (value.ValueKind is JsonValueKind.Null)
            errors.Add(JsonApiError.Attribute("comment", "null", "This field may not be null."));
        else if (comment is null)
            errors.Add(JsonApiError.Attribute("comment", "invalid", "Not a valid string."));
        else if (string.IsNullOrWhiteSpace(comment))
            errors.Add(JsonApiError.Attribute("comment", "blank", "This field may not be blank."));
        return comment;
    }

    static Guid? ReadResponse(JsonElement data) =>
        JsonApiInput.RelatedId(data, "response") is { ValueKind: JsonValueKind.String } id
        && Guid.TryParse(id.GetString(), out var response)
            ? response
            : null;
}
