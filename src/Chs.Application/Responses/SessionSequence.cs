using System.Text;
using System.Text.Json;
using Chs.Domain;

namespace Chs.Application.Responses;

/// <summary>
/// The sequence of a session. A frameplayer sends it; for jsPsych it is derived from the trials, unless an import has
/// stored another one.
/// </summary>
static class SessionSequence
{
    /// <param name="stored">JSON text of what was sent or imported; null: the sequence is derived.</param>
    /// <param name="labels">Labels of all entries in order; not needed for a frameplayer's session.</param>
    /// <returns>The items exactly as they were sent: they may hold <see cref="OddCharacters"/>.</returns>
    public static IReadOnlyList<string> Of(string? stored, IEnumerable<string?> labels) =>
        stored is null ? [.. labels.OfType<string>()] : ItemsOf(Encoding.UTF8.GetBytes(stored));

    static List<string> ItemsOf(byte[] stored)
    {
        var items = new List<string>();
        var reader = new Utf8JsonReader(stored);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String)
                items.Add(JsonText.TextOf(reader.ValueSpan));
        }

        return items;
    }
}
