using System.Text.Json;
using Chs.Application.Responses;
using Chs.Domain;

namespace Chs.Application.Exports;

/// <summary>A list or an object of a response. Each of its values has a column of its own.</summary>
/// <param name="Column">The column of the whole, which is empty in the reference system.</param>
/// <param name="Leaves">In the same order whenever they are asked for.</param>
sealed record NestedValue(Place Column, IEnumerable<Leaf> Leaves)
{
    const string FrameName = "frameName";

    public static IReadOnlyList<NestedValue> AllOf(NestedSource source) =>
        [
            OfList("response__eligibility", source.Eligibility),
            OfList("response__sequence", [.. SequenceOf(source).Select(OddCharacters.Replace)]),
            OfConditions("response__conditions", source.Conditions),
        ];

    static IReadOnlyList<string> SequenceOf(NestedSource source) => SessionSequence.Of(source.Sequence, source.Labels);

    static NestedValue OfList(string column, IReadOnlyList<string> items)
    {
        var place = Place.Of(column);
        return new NestedValue(place, items.Select((item, index) => new Leaf(place.At(index), item)));
    }

    /// <summary>
    /// The conditions are an object with one member for each frame that assigned a condition. A study may send
    /// something else: a list is one of conditions without frames, and any other value a single one.
    /// </summary>
    static NestedValue OfConditions(string column, string json)
    {
        var place = Place.Of(column);
        var conditions = NestedJson.Parse(json);
        return new NestedValue(
            place,
            conditions.ValueKind switch
            {
                JsonValueKind.Object => conditions
                    .EnumerateObject()
                    .SelectMany((frame, index) => LeavesOf(place.At(index), frame)),
                JsonValueKind.Array => NestedJson.LeavesOf(place, conditions),
                JsonValueKind.Null => [],
                _ => NestedJson.LeavesOf(place.At(0), conditions),
            }
        );
    }

    /// <summary>
    /// The reference system puts the frame's name before the members of its condition, so that one called
    /// <c>frameName</c> replaces it.
    /// </summary>
    static IEnumerable<Leaf> LeavesOf(Place place, JsonProperty frame)
    {
        if (frame.Value.ValueKind is not JsonValueKind.Object)
            return NestedJson.LeavesOf(place, frame.Value).Prepend(new Leaf(place.At(FrameName), frame.Name));
        var members = NestedJson.MembersOf(frame.Value).ToList();
        var name = JsonSerializer.SerializeToElement(frame.Name);
        var places = NestedJson.PlacesOf(place, members.Prepend((FrameName, name))).ToList();
        var sorted = members.Count(member => MemberOrder.Instance.Compare(member.Name, FrameName) < 0);
        var ofName = places[sorted];
        places.RemoveAt(sorted);
        return NestedJson.LeavesOf(places.Prepend(ofName));
    }
}
