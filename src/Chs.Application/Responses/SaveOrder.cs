using System.Text.Json;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;

namespace Chs.Application.Responses;

/// <summary>Tells which of two saves of a frameplayer's session is older: they may overtake one another.</summary>
/// <remarks>Its lists only grow: a save with fewer items was made earlier, whenever it arrives.</remarks>
static class SaveOrder
{
    /// <summary>Whether a save lacks frames that the session has shown already. Trials aren't frames.</summary>
    public static bool LacksFrames(Response response, ResponseFlags flags) =>
        response.StudyType is not StudyType.JsPsych && AddedFrames(response, flags) < 0;

    /// <returns>Null: the lists are equally long, or weren't sent.</returns>
    public static bool? IsOlder(Response response, ResponseFlags flags)
    {
        if (flags.Sequence is null)
            return null;
        if (AddedFrames(response, flags) is not 0 and var added)
            return added < 0;
        return LengthOf(flags.GlobalEventTimings) < LengthOf(response.GlobalEventTimings) ? true : null;
    }

    static int AddedFrames(Response response, ResponseFlags flags) =>
        flags.Sequence is null ? 0 : LengthOf(flags.Sequence) - LengthOf(response.Sequence);

    /// <summary>Number of items in a JSON list; 0 for anything else.</summary>
    static int LengthOf(string? json)
    {
        if (json is null)
            return 0;
        using var document = JsonDocument.Parse(json, StoredJson.Options);
        var root = document.RootElement;
        return root.ValueKind is JsonValueKind.Array ? root.GetArrayLength() : 0;
    }
}
