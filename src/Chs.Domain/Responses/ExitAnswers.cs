using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Chs.Domain.Responses;

/// <summary>A family's answers to the exit survey.</summary>
/// <remarks>Missing or malformed answers are null, never an error: a list must not fail because of one odd response.</remarks>
public sealed record ExitAnswers
{
    static readonly string[] Names = ["withdrawal", "databraryShare", "useOfMedia", "feedback", "birthDate"];

    /// <summary>The family wants its videos deleted.</summary>
    public bool Withdrawn { get; private init; }

    public string? Databrary { get; private init; }
    public string? Privacy { get; private init; }
    public string? Feedback { get; private init; }

    /// <summary>As sent; when it holds a date, its first ten characters are the date in ISO form.</summary>
    public string? BirthDate { get; private init; }

    /// <param name="json">The result of <see cref="Extract"/>, or null.</param>
    public static ExitAnswers Of(string? json)
    {
        if (json is null)
            return new ExitAnswers();
        using var document = JsonDocument.Parse(json, StoredJson.Options);
        var answers = document.RootElement;
        return new ExitAnswers
        {
            Withdrawn = answers.TryGetProperty("withdrawal", out var withdrawal) && IsTruthy(withdrawal),
            Databrary = Text(answers, "databraryShare"),
            Privacy = Text(answers, "useOfMedia"),
            Feedback = Text(answers, "feedback"),
            BirthDate = Text(answers, "birthDate"),
        };
    }

    /// <summary>Extracts the five answers that CHS uses, as JSON text without <see cref="OddCharacters"/>.</summary>
    /// <param name="survey">UTF-8 JSON.</param>
    /// <returns>Null when the survey isn't a JSON object.</returns>
    public static string? Extract(ReadOnlyMemory<byte> survey)
    {
        using var document = JsonDocument.Parse(OddCharacters.ReplaceEscapes(survey), StoredJson.Options);
        if (document.RootElement.ValueKind is not JsonValueKind.Object)
            return null;
        var answers = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(answers, new JsonWriterOptions { MaxDepth = StoredJson.AnyDepth }))
        {
            writer.WriteStartObject();
            foreach (var name in Names)
                WriteAnswer(writer, document.RootElement, name);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(answers.WrittenSpan);
    }

    /// <summary>Days from the registered birthday to the one in the survey; null when either is missing or unreadable.</summary>
    public int? DaysFrom(DateOnly registered) =>
        BirthDate is { Length: >= 10 } text && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", out var date)
            ? date.DayNumber - registered.DayNumber
            : null;

    static void WriteAnswer(Utf8JsonWriter writer, JsonElement survey, string name)
    {
        if (!survey.TryGetProperty(name, out var answer))
            return;
        writer.WritePropertyName(name);
        answer.WriteTo(writer);
    }

    static string? Text(JsonElement answers, string name)
    {
        if (!answers.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };
    }

    /// <summary>Everything counts as true except false, null, zero and what is empty.</summary>
    static bool IsTruthy(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.String => value.GetString() is { Length: > 0 },
            JsonValueKind.Number => value.GetDouble() != 0,
            JsonValueKind.Object => value.EnumerateObject().Any(),
            JsonValueKind.Array => value.GetArrayLength() > 0,
            _ => false,
        };
}
