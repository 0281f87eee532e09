using System.Text.Json;

namespace Chs.Application.Responses;

/// <summary>
/// The sequence of a session. A frameplayer sends it; for jsPsych it is derived from the trials, unless an import has
/// stored another one.
/// </summary>
static class SessionSequence
{
    /// <param name="stored">JSON text of what was sent or imported; null: the sequence is derived.</param>
    /// <param name="labels">Labels of all entries in order; not needed for a frameplayer's session.</param>
    public static IReadOnlyList<string> Of(string? stored, IEnumerable<string?> labels) =>
        stored is null ? [.. labels.OfType<string>()] : JsonSerializer.Deserialize<List<string>>(stored)!;
}
