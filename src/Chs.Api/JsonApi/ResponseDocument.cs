using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Chs.Application.Responses;
using Chs.Domain.Responses;

namespace Chs.Api.JsonApi;

/// <summary>A response as a runner sends it. One pass over the bytes; everything wrong with attributes is collected.</summary>
sealed class ResponseDocument
{
    static readonly string[] Writable =
    [
        "conditions",
        "global_event_timings",
        "exp_data",
        "sequence",
        "completed",
        "completed_consent_frame",
    ];

    readonly List<JsonApiError> _errors = [];
    readonly HashSet<string> _said = [];
    string? _type,
        _id;

    public SessionData? Data { get; private set; }

    public ResponseFlags Flags { get; private set; } = new();

    public Guid? StudyId { get; private set; }

    public Guid? ChildId { get; private set; }

    /// <param name="body">The whole body.</param>
    /// <param name="id">The id in the address.</param>
    /// <param name="complete">PUT: every writable attribute must be said.</param>
    /// <returns>The document, or what is wrong with it.</returns>
    public static (ResponseDocument? Document, IReadOnlyList<JsonApiError> Errors) Read(
        ReadOnlyMemory<byte> body,
        Guid id,
        bool complete
    ) => Read(body, document => document.Check(id, complete));

    /// <summary>Reads the document of a response that is to be made: it needs its study and its child, and no id.</summary>
    public static (ResponseDocument? Document, IReadOnlyList<JsonApiError> Errors) ReadNew(ReadOnlyMemory<byte> body) =>
        Read(body, document => document.CheckNew());

    static (ResponseDocument? Document, IReadOnlyList<JsonApiError> Errors) Read(
        ReadOnlyMemory<byte> body,
        Func<ResponseDocument, List<JsonApiError>> check
    )
    {
        if (!Utf8.IsValid(body.Span))
            return (null, [JsonApiError.Unparsable("the body isn't UTF-8")]);
        var document = new ResponseDocument();
        try
        {
            var reader = new Utf8JsonReader(body.Span, JsonText.ReaderOptions);
            if (document.ReadRoot(ref reader, body) is { } error)
                return (null, [error]);
            if (reader.Read())
                return (null, [JsonApiError.Unparsable("something follows the document")]);
        }
        catch (JsonException failure)
        {
            return (null, [JsonApiError.Unparsable(failure.Message)]);
        }

        return check(document) is [_, ..] errors ? (null, errors) : (document, []);
    }

    JsonApiError? ReadRoot(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            return JsonApiError.NoData;
        var found = false;
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
            found = true;
            ReadData(ref reader, body);
        }

        return found ? null : JsonApiError.NoData;
    }

    void ReadData(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = Name(ref reader);
            reader.Read();
            switch (name)
            {
                case "type" when reader.TokenType is JsonTokenType.String:
                    _type = Text(ref reader);
                    break;
                case "id" when reader.TokenType is JsonTokenType.String:
                    _id = Text(ref reader);
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
        var name = Underscored(Name(ref reader));
        reader.Read();
        var start = reader; // a copy: when a value can't be kept, we go on behind it
        try
        {
            ReadValue(name, ref reader, body);
            _said.Add(name);
        }
        catch (UnacceptableJsonException failure)
        {
            _errors.Add(JsonApiError.Attribute(name, "invalid", failure.Message));
            reader = start;
            reader.Skip();
        }
    }

    void ReadValue(string name, ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        switch (name)
        {
            case "exp_data":
                if (IsSaid(name, ref reader))
                    Data = SessionData.Read(ref reader, body);
                break;
            case "conditions":
                if (IsSaid(name, ref reader))
                    Flags = Flags with { Conditions = Json(ref reader, body) };
                break;
            case "global_event_timings":
                if (IsSaid(name, ref reader))
                    Flags = Flags with { GlobalEventTimings = Json(ref reader, body) };
                break;
            case "sequence":
                if (IsSaid(name, ref reader))
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
                Flags = Flags with { IsPreview = Boolean(name, ref reader) };
                break;
            case "recording_method":
                ReadRecordingMethod(ref reader);
                break;
            default:
                reader.Skip();
                break; // read-only and unknown ones are ignored
        }
    }

    bool IsSaid(string name, ref Utf8JsonReader reader)
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
        using var parsed = JsonDocument.Parse(raw, new JsonDocumentOptions { MaxDepth = JsonText.MaximumDepth });
        if (parsed.RootElement.ValueKind is not JsonValueKind.Array)
            _errors.Add(JsonApiError.Attribute("sequence", "invalid", "A sequence is a list."));
        else if (parsed.RootElement.EnumerateArray().Any(item => item.ValueKind is not JsonValueKind.String))
            _errors.Add(JsonApiError.Attribute("sequence", "invalid", "Not a valid string."));
        else if (parsed.RootElement.EnumerateArray().Any(item => item.GetString()!.Length > 128))
            _errors.Add(
                JsonApiError.Attribute("sequence", "max_length", "Ensure this field has no more than 128 characters.")
            );
        else
            Flags = Flags with { Sequence = parsed.RootElement.GetArrayLength() == 0 ? "[]" : raw }; // the empty one is searched for
    }

    void ReadRecordingMethod(ref Utf8JsonReader reader)
    {
        JsonText.Check(ref reader);
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                Flags = Flags with { RecordingMethod = new Optional<string?>(null) };
                break;
            case JsonTokenType.String or JsonTokenType.Number:
                var text =
                    reader.TokenType is JsonTokenType.String
                        ? reader.GetString()!
                        : Encoding.ASCII.GetString(reader.ValueSpan);
                if (text.Length > 50)
                    _errors.Add(
                        JsonApiError.Attribute(
                            "recording_method",
                            "max_length",
                            "Ensure this field has no more than 50 characters."
                        )
                    );
                else
                    Flags = Flags with { RecordingMethod = new Optional<string?>(text) };
                break;
            default:
                _errors.Add(JsonApiError.Attribute("recording_method", "invalid", "Not a valid string."));
                reader.Skip();
                break;
        }
    }

    /// <summary>The words that the reference takes for true and false.</summary>
    bool? Boolean(string name, ref Utf8JsonReader reader)
    {
        if (!IsSaid(name, ref reader))
            return null;
        bool? value = reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan) switch
            {
                "1.0" => true,
                "0.0" => false,
                var digits => BooleanOf(digits),
            },
            JsonTokenType.String => BooleanOf(Text(ref reader)),
            _ => null,
        };
        reader.Skip();
        if (value is null)
            _errors.Add(JsonApiError.Attribute(name, "invalid", "Must be a valid boolean."));
        return value;
    }

    internal static bool? BooleanOf(string text) =>
        text switch
        {
            "t"
            or "T"
            or "y"
            or "Y"
            or "yes"
            or "Yes"
            or "YES"
            or "true"
            or "True"
            or "TRUE"
            or "on"
            or "On"
            or "ON"
            or "1" => true,
            "f"
            or "F"
            or "n"
            or "N"
            or "no"
            or "No"
            or "NO"
            or "false"
            or "False"
            or "FALSE"
            or "off"
            or "Off"
            or "OFF"
            or "0" => false,
            _ => null,
        };

    void ReadRelationship(ref Utf8JsonReader reader)
    {
        var name = Name(ref reader);
        reader.Read();
        if (name is not ("study" or "child"))
        {
            reader.Skip();
            return;
        }

        using var relationship = JsonDocument.ParseValue(ref reader);
        var id =
            relationship.RootElement is { ValueKind: JsonValueKind.Object } outer
            && outer.TryGetProperty("data", out var data)
            && data is { ValueKind: JsonValueKind.Object }
            && data.TryGetProperty("id", out var value)
            // As it stands there: a text with half of a pair can't even be read.
            && value.GetRawText() is ['"', .., '"'] text
            && Guid.TryParseExact(text.AsSpan(1, text.Length - 2), "D", out var guid)
                ? guid
                : (Guid?)null;
        if (id is null)
            _errors.Add(JsonApiError.NotAnIdentifier(name));
        else if (name == "study")
            StudyId = id;
        else
            ChildId = id;
    }

    JsonApiError? WrongType() => _type == "responses" ? null : JsonApiError.WrongType(_type, "responses");

    List<JsonApiError> CheckNew()
    {
        if (WrongType() is { } wrong)
            return [wrong];
        foreach (var (name, id) in (ReadOnlySpan<(string, Guid?)>)[("study", StudyId), ("child", ChildId)])
            if (id is null && !_errors.Any(error => error.Pointer == $"/data/relationships/{name}"))
                _errors.Add(
                    new JsonApiError(400, "required", "This field is required.", $"/data/relationships/{name}")
                );
        return _errors;
    }

    List<JsonApiError> Check(Guid id, bool complete)
    {
        if (WrongType() is { } wrong)
            return [wrong];
        if (!Guid.TryParse(_id, out var sent) || sent != id)
            return
            [
                new JsonApiError(
                    400,
                    "parse_error",
                    "The resource identifier object must contain the id of this address."
                ),
            ];
        if (complete)
            _errors.AddRange(
                Writable
                    .Where(name => !_said.Contains(name))
                    .Select(name => JsonApiError.Attribute(name, "required", "This field is required."))
            );
        return _errors;
    }

    static string Name(ref Utf8JsonReader reader) => Text(ref reader);

    static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            JsonText.Check(ref reader);
        }
        catch (UnacceptableJsonException failure)
        {
            throw new JsonException(failure.Message, failure);
        }

        return reader.GetString()!;
    }

    /// <summary><c>exp-data</c> and <c>expData</c> are <c>exp_data</c>.</summary>
    internal static string Underscored(string name)
    {
        if (!name.Any(c => c is '-' || char.IsAsciiLetterUpper(c)))
            return name;
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0 && text[^1] != '_')
                text.Append('_');
            text.Append(c is '-' ? '_' : char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
