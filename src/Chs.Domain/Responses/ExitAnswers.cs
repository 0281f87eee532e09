using System.Text.Json;

namespace Chs.Domain.Responses;

/// <summary>What a family said in the exit survey. Unknown or malformed answers are null, never an error: a list must not fail for one odd response.</summary>
public sealed record ExitAnswers
{
    static readonly string[] Names = ["withdrawal", "databraryShare", "useOfMedia", "feedback", "birthDate"];

    /// <summary>The family wants its videos deleted.</summary>
    public bool Withdrawn { get; private init; }

    public string? Databrary { get; private init; }
    public string? Privacy { get; private init; }
    public string? Feedback { get; private init; }

    /// <summary>As typed: an ISO date in its first ten characters, if anything.</summary>
    public string? BirthDate { get; private init; }

    /// <param name="json">As <see cref="Extract"/> made it, or null.</param>
    public static ExitAnswers Of(string? json)
    {
        if (json is null)
            return new ExitAnswers();
        using var document = JsonDocument.Parse(json);
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

    /// <summary>Keeps the five answers of a survey and nothing else of it.</summary>
    /// <param name="survey">UTF-8 JSON; anything but an object holds no answers.</param>
    public static string? Extract(ReadOnlyMemory<byte> survey)
    {
        using var document = JsonDocument.Parse(survey, new JsonDocumentOptions { MaxDepth = 1000 });
        if (document.RootElement.ValueKind is not JsonValueKind.Object)
            return null;
        var kept = Names
            .Where(name => document.RootElement.TryGetProperty(name, out _))
            .ToDictionary(name => name, name => document.RootElement.GetProperty(name));
        return JsonSerializer.Serialize(kept);
    }

    /// <summary>Days from the registered birthday to the one in the survey; null when either is missing or unreadable.</summary>
    public int? DaysFrom(DateOnly registered) =>
        BirthDate is { Length: >= 10 } text && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", out var said)
            ? said.DayNumber - registered.DayNumber
            : null;

    static string? Text(JsonElement answers, string name) =>
        answers.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => value.GetString(),
                _ => value.GetRawText(),
            }
            : null;

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
