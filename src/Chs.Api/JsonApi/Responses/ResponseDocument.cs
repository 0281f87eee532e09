using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Chs.Application.Responses;
using Chs.Domain;
using Chs.Domain.Responses;

namespace Chs.Api.JsonApi.Responses;

/// <summary>A response as a runner sends it.</summary>
/// <remarks>
/// It is read in one pass over the bytes. Faults of attributes are collected and answered together; any other fault ends
/// the reading. Whatever a family or an experiment can write into the data is accepted: each save repeats all trials, so
/// one that was refused would keep the later ones from being saved, too. Odd characters stay in what is stored as JSON;
/// texts that are taken out of it hold U+FFFD instead.
/// </remarks>
sealed class ResponseDocument
{
    /// <summary>The attributes that a replacement must have.</summary>
    public static readonly IReadOnlyList<string> Writable =
    [
        "conditions",
        "global_event_timings",
        "exp_data",
        "sequence",
        "completed",
        "completed_consent_frame",
    ];

    readonly List<JsonApiError> _errors = [];
    readonly HashSet<string> _sentAttributes = [];
    string? _type;
    string? _id;

    public SessionData? Data { get; private set; }

    public ResponseFlags Flags { get; private set; } = new();

    /// <summary>What a session is, is decided when it is made; later its value is only checked.</summary>
    public bool? IsPreview { get; private set; }

    public Guid? StudyId { get; private set; }

    public Guid? ChildId { get; private set; }

    /// <summary>Reads a document that changes a response.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="id">The id in the address.</param>
    /// <param name="complete">Whether every writable attribute must be sent, as with PUT.</param>
    public static JsonApiParsed<ResponseDocument> Read(ReadOnlyMemory<byte> body, Guid id, bool complete) =>
        Read(body, document => document.Check(id, complete));

    /// <summary>Reads a document that creates a response: it needs its study and its child, and no id.</summary>
    public static JsonApiParsed<ResponseDocument> ReadNew(ReadOnlyMemory<byte> body) =>
        Read(body, document => document.CheckNew());

    static JsonApiParsed<ResponseDocument> Read(
        ReadOnlyMemory<byte> body,
        Func<ResponseDocument, List<JsonApiError>> check
    )
    {
        if (!Utf8.IsValid(body.Span))
            return JsonApiError.NotUtf8;
        var document = new ResponseDocument();
        try
        {
            var reader = new Utf8JsonReader(OddCharacters.ReplaceEscapes(body).Span, JsonText.ReaderOptions);
            if (document.ReadRoot(ref reader, body) is { } error)
                return error;
            if (reader.Read())
                return JsonApiError.Unparsable("something follows the document");
        }
        catch (JsonException failure)
        {
            return JsonApiError.Unparsable(JsonApiInput.WhyUnreadable(body.Span, failure));
        }

        var errors = check(document);
        return errors is [] ? document : errors;
    }

    JsonApiError? ReadRoot(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            return JsonApiError.NoData;
        var hasData = false;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isData = reader.ValueTextEquals("data"u8);
            reader.Read();
            if (!isData)
            {
                reader.Skip();
                continue;
            }

            if (reader.TokenType is not JsonTokenType.StartObject)
                return JsonApiError.NoData;
            hasData = true;
            ReadData(ref reader, body);
        }

        return hasData ? null : JsonApiError.NoData;
    }

    void ReadData(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "type" when reader.TokenType is JsonTokenType.String:
                    _type = reader.GetString();
                    break;
                case "id" when reader.TokenType is JsonTokenType.String:
                    _id = reader.GetString();
                    break;
                case "attributes" when reader.TokenType is JsonTokenType.StartObject:
                    while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
                        ReadAttribute(ref reader, body);
                    break;
                case "relationships" when reader.TokenType is JsonTokenType.StartObject:
                    while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
                        ReadRelationship(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    void ReadAttribute(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var name = JsonApiInput.Underscored(reader.GetString()!);
        reader.Read();
        _sentAttributes.Add(name);
        ReadValue(name, ref reader, body);
    }

    void ReadValue(string name, ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        switch (name)
        {
            case "exp_data":
                if (IsNotNull(name, ref reader))
                    Data = SessionData.Read(ref reader, body);
                break;
            case "conditions":
                if (IsNotNull(name, ref reader))
                    Flags = Flags with { Conditions = Json(ref reader, body) };
                break;
            case "global_event_timings":
                if (IsNotNull(name, ref reader))
                    Flags = Flags with { GlobalEventTimings = Json(ref reader, body) };
                break;
            case "sequence":
                if (IsNotNull(name, ref reader))
                    ReadSequence(ref reader, body);
                break;
            case "completed":
                Flags = Flags with { Completed = Boolean(name, ref reader) };
                break;
            case "completed_consent_frame":
                Flags = Flags with { CompletedConsentFrame = Boolean(name, ref reader) };
                break;
            case "survey_consent":
                Flags = Flags with { SurveyConsent = Boolean(name, ref reader) };
                break;
            case "is_preview":
                IsPreview = Boolean(name, ref reader);
                break;
            case "recording_method":
                ReadRecordingMethod(ref reader);
                break;
            // Read-only and unknown attributes are ignored.
            default:
                reader.Skip();
                break;
        }
    }

    bool IsNotNull(string name, ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.Null)
            return true;
        _errors.Add(JsonApiError.Attribute(name, "null", "This field may not be null."));
        return false;
    }

    /// <summary>The value's own bytes.</summary>
    static string Json(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body) =>
        Encoding.UTF8.GetString(SessionData.Read(ref reader, body).Raw.Span);

    void ReadSequence(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var raw = Json(ref reader, body);
        using var parsed = JsonDocument.Parse(raw, StoredJson.Options);
        if (parsed.RootElement.ValueKind is not JsonValueKind.Array)
            _errors.Add(JsonApiError.Attribute("sequence", "invalid", "A sequence is a list."));
        else if (parsed.RootElement.EnumerateArray().Any(item => item.ValueKind is not JsonValueKind.String))
            _errors.Add(JsonApiError.Attribute("sequence", "invalid", "Not a valid string."));
        // The reference refuses items of more than 128 characters: a frame with a long id would end the saving. An empty
        // list is stored without blanks, since queries compare with it.
        else
            Flags = Flags with { Sequence = parsed.RootElement.GetArrayLength() == 0 ? "[]" : raw };
    }

    void ReadRecordingMethod(ref Utf8JsonReader reader)
    {
        const string name = "recording_method";
        if (reader.TokenType is JsonTokenType.Null)
        {
            Flags = Flags with { RecordingMethod = new Optional<string?>(null) };
            return;
        }

        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
            _ => null,
        };
        if (text is null)
        {
            _errors.Add(JsonApiError.Attribute(name, "invalid", "Not a valid string."));
            reader.Skip();
        }
        // A runner's own name for its recorder, never data: what is wrong is wrong from the first save on.
        else if (text.Length > 50)
            _errors.Add(
                JsonApiError.Attribute(name, "max_length", "Ensure this field has no more than 50 characters.")
            );
        else
            Flags = Flags with { RecordingMethod = new Optional<string?>(text) };
    }

    bool? Boolean(string name, ref Utf8JsonReader reader)
    {
        if (!IsNotNull(name, ref reader))
            return null;
        bool? value = reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan) switch
            {
                "1.0" => true,
                "0.0" => false,
                var digits => JsonApiInput.BooleanOf(digits),
            },
            JsonTokenType.String => JsonApiInput.BooleanOf(reader.GetString()!),
            _ => null,
        };
        reader.Skip();
        if (value is null)
            _errors.Add(JsonApiError.Attribute(name, "invalid", "Must be a valid boolean."));
        return value;
    }

    void ReadRelationship(ref Utf8JsonReader reader)
    {
        var name = reader.GetString();
        reader.Read();
        if (name is not ("study" or "child"))
        {
            reader.Skip();
            return;
        }

        using var relationship = JsonDocument.ParseValue(ref reader);
        var id = IdentifierOf(relationship.RootElement);
        if (id is null)
            _errors.Add(JsonApiError.NotAnIdentifier(name));
        else if (name == "study")
            StudyId = id;
        else
            ChildId = id;
    }

    static Guid? IdentifierOf(JsonElement relationship) =>
        JsonApiInput.Member(JsonApiInput.Member(relationship, "data"), "id") is { ValueKind: JsonValueKind.String } id
        && Guid.TryParseExact(id.GetString(), "D", out var guid)
            ? guid
            : null;

    List<JsonApiError> CheckNew()
    {
        if (WrongType() is { } wrong)
            return [wrong];
        CheckRelationship("study", StudyId);
        CheckRelationship("child", ChildId);
        return _errors;
    }

    void CheckRelationship(string name, Guid? id)
    {
        var isReported = _errors.Any(error => error.Pointer == $"/data/relationships/{name}");
        if (id is null && !isReported)
            _errors.Add(JsonApiError.RelationshipRequired(name));
    }

    List<JsonApiError> Check(Guid id, bool complete)
    {
        if (WrongType() is { } wrong)
            return [wrong];
        if (!Guid.TryParse(_id, out var sent) || sent != id)
            return [JsonApiError.WrongId];
        if (complete)
            _errors.AddRange(
                Writable
                    .Where(name => !_sentAttributes.Contains(name))
                    .Select(name => JsonApiError.Attribute(name, "required", "This field is required."))
            );
        return _errors;
    }

    JsonApiError? WrongType() => _type == "responses" ? null : JsonApiError.WrongType(_type, "responses");
}
