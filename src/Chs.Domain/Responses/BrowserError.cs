using System.Text;

namespace Chs.Domain.Responses;

/// <summary>An error that a browser met during a session, as the page reported it.</summary>
/// <remarks>Its texts come from a researcher's code and from browsers, and may hold what a family typed.</remarks>
public sealed class BrowserError
{
    /// <summary>Longest message, and longest place, in characters.</summary>
    public const int MaximumTextLength = 1_000;

    /// <summary>Longest name of a browser, in characters.</summary>
    public const int MaximumBrowserLength = 300;

    BrowserError() { }

    public long Id { get; private init; }
    public long ResponseId { get; private init; }

    /// <summary>Key of the response's study, so that a study's errors are counted without reading its responses.</summary>
    public long StudyId { get; private init; }

    /// <summary>What the browser said; one line.</summary>
    public string Message { get; private init; } = "";

    /// <summary>Where it happened, such as a file with line and column; one line, empty when not known.</summary>
    public string Place { get; private init; } = "";

    /// <summary>The browser as it names itself in <c>User-Agent</c>; one line, empty when not known.</summary>
    public string Browser { get; private init; } = "";

    /// <summary>When it happened by the browser's clock, but neither before the session nor after its arrival here.</summary>
    public DateTimeOffset OccurredAt { get; private init; }

    /// <summary>When the report arrived.</summary>
    public DateTimeOffset ReceivedAt { get; private init; }

    /// <summary>Length of message, place and browser together, in bytes of UTF-8.</summary>
    public int Size { get; private init; }

    /// <summary>Says neither what happened nor where.</summary>
    public bool IsEmpty => Message.Length == 0 && Place.Length == 0;

    /// <summary>Keeps what a page reported. Texts that are too long are cut; control characters become spaces.</summary>
    /// <param name="response">The session in which it happened.</param>
    /// <param name="message">What the browser said.</param>
    /// <param name="place">Where it happened; empty when not known.</param>
    /// <param name="browser">The browser's <c>User-Agent</c>; empty when not known.</param>
    /// <param name="occurredAt">By the browser's clock; null when not known.</param>
    /// <param name="now">When the report arrived.</param>
    public static BrowserError Of(
        Response response,
        string message,
        string place,
        string browser,
        DateTimeOffset? occurredAt,
        DateTimeOffset now
    )
    {
        message = Clean(message, MaximumTextLength);
        place = Clean(place, MaximumTextLength);
        browser = Clean(browser, MaximumBrowserLength);
        return new BrowserError
        {
            ResponseId = response.Id,
            StudyId = response.StudyId,
            Message = message,
            Place = place,
            Browser = browser,
            OccurredAt = Earlier(Later(occurredAt ?? now, response.CreatedAt), now),
            ReceivedAt = now,
            Size = Encoding.UTF8.GetByteCount(message + place + browser),
        };
    }

    static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    static string Clean(string text, int maximumLength)
    {
        var clean = new StringBuilder();
        // A surrogate without its other half becomes U+FFFD here.
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > maximumLength)
                break;
            if (Rune.IsControl(rune))
                clean.Append(' ');
            else
                clean.Append(rune.ToString());
        }

        return clean.ToString().Trim();
    }
}
