using System.Text.Json;
using System.Text.Unicode;
using Chs.Application.Responses;

namespace Chs.Api.JsonApi;

/// <summary>Feedback as a script sends it.</summary>
/// <param name="Comment">Null: not said.</param>
/// <param name="ResponseId">Null: not said.</param>
sealed record FeedbackDocument(string? Comment, Guid? ResponseId)
{
    /// <param name="body">The whole body.</param>
    /// <param name="id">The id in the address; null for one that is to be made.</param>
    /// <param name="complete">Whether the comment must be said.</param>
    public static (FeedbackDocument? Document, IReadOnlyList<JsonApiError> Errors) Read(
        ReadOnlyMemory<byte> body,
        Guid? id,
        bool complete
    )
    {
        if (!Utf8.IsValid(body.Span))
            return (null, [JsonApiError.Unparsable("the body isn't UTF-8")]);
        try
        {
            JsonText.CheckAll(body.Span);
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = JsonText.MaximumDepth });
            return
                document.RootElement.ValueKind is JsonValueKind.Object
                && document.RootElement.TryGetProperty("data", out var data)
                && data.ValueKind is JsonValueKind.Object
                ? Read(data, id, complete)
                : (null, [JsonApiError.NoData]);
        }
        catch (Exception failure) when (failure is JsonException or UnacceptableJsonException)
        {
            return (null, [JsonApiError.Unparsable(failure.Message)]);
        }
    }

    static (FeedbackDocument? Document, IReadOnlyList<JsonApiError> Errors) Read(
        JsonElement data,
        Guid? id,
        bool complete
    )
    {
        if (Text(data, "type") is var type && type != "feedback")
            return (null, [JsonApiError.WrongType(type, "feedback")]);
        if (id is not null && !(Guid.TryParse(Text(data, "id"), out var sent) && sent == id))
            return (
                null,
                [
                    new JsonApiError(
                        400,
                        "parse_error",
                        "The resource identifier object must contain the id of this address."
                    ),
                ]
            );

        List<JsonApiError> errors = [];
        string? comment = null;
        if (
            data.TryGetProperty("attributes", out var attributes)
            && attributes.ValueKind is JsonValueKind.Object
            && attributes.TryGetProperty("comment", out var said)
        )
        {
            comment = said.ValueKind switch
            {
                JsonValueKind.String => said.GetString(),
                JsonValueKind.Number => said.GetRawText(),
                _ => null,
            };
            if (said.ValueKind is JsonValueKind.Null)
                errors.Add(JsonApiError.Attribute("comment", "null", "This field may not be null."));
            else if (comment is null)
                errors.Add(JsonApiError.Attribute("comment", "invalid", "Not a valid string."));
            else if (string.IsNullOrWhiteSpace(comment))
                errors.Add(JsonApiError.Attribute("comment", "blank", "This field may not be blank."));
        }
        else if (complete)
        {
            errors.Add(JsonApiError.Attribute("comment", "required", "This field is required."));
        }

        Guid? response =
            data.TryGetProperty("relationships", out var relationships)
            && relationships.ValueKind is JsonValueKind.Object
            && relationships.TryGetProperty("response", out var relationship)
            && relationship.ValueKind is JsonValueKind.Object
            && relationship.TryGetProperty("data", out var identifier)
            && identifier.ValueKind is JsonValueKind.Object
            && Guid.TryParse(Text(identifier, "id"), out var guid)
                ? guid
                : null;
        if (id is null && response is null)
            errors.Add(new JsonApiError(400, "required", "This field is required.", "/data/relationships/response"));
        return errors is [] ? (new FeedbackDocument(comment, response), []) : (null, errors);
    }

    static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
