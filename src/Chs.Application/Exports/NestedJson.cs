using System.Text;
using System.Text.Json;
using Chs.Domain;

namespace Chs.Application.Exports;

/// <summary>Takes JSON apart into the values of its lists and objects.</summary>
/// <remarks>
/// Empty lists and objects have none. The members of an object come in <see cref="MemberOrder"/>. It doesn't recurse,
/// because imported data may be nested deeper than the stack is.
/// </remarks>
static class NestedJson
{
    /// <summary>Odd characters, which no text could hold, are replaced.</summary>
    public static JsonElement Parse(string stored)
    {
        var readable = OddCharacters.ReplaceEscapes(Encoding.UTF8.GetBytes(stored));
        return JsonElement.Parse(readable.Span, StoredJson.Options);
    }

    /// <summary>The values in an item or a member, which may be one itself.</summary>
    public static IEnumerable<Leaf> LeavesOf(Place place, JsonElement value) => LeavesOf([(place, value)]);

    /// <summary>The values in items or members.</summary>
    public static IEnumerable<Leaf> LeavesOf(IEnumerable<(Place Place, JsonElement Value)> items)
    {
        var open = new Stack<IEnumerator<(Place, JsonElement)>>();
        open.Push(items.GetEnumerator());
        while (open.TryPeek(out var list))
        {
            if (!list.MoveNext())
            {
                open.Pop().Dispose();
                continue;
            }

            var (place, value) = list.Current;
            if (value.ValueKind is JsonValueKind.Object)
                open.Push(PlacesOf(place, MembersOf(value)).GetEnumerator());
            else if (value.ValueKind is JsonValueKind.Array)
                open.Push(value.EnumerateArray().Select((item, index) => (place.At(index), item)).GetEnumerator());
            else
                yield return new Leaf(place, ScalarOf(value));
        }
    }

    public static IEnumerable<(string Name, JsonElement Value)> MembersOf(JsonElement value) =>
        value.EnumerateObject().Select(member => (member.Name, member.Value));

    /// <summary>The members of an object in <see cref="MemberOrder"/>, with the places of their values.</summary>
    /// <remarks>
    /// Of members with one name, the last one keeps it: the reference system stores no other. The earlier ones are
    /// numbered.
    /// </remarks>
    public static IEnumerable<(Place, JsonElement)> PlacesOf(
        Place place,
        IEnumerable<(string Name, JsonElement Value)> members
    )
    {
        var sorted = members.OrderBy(member => member.Name, MemberOrder.Instance).ToList();
        var names = sorted.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var numbers = new NumberedNames();
        for (var i = 0; i < sorted.Count; i++)
        {
            var (name, value) = sorted[i];
            var comesAgain = i + 1 < sorted.Count && sorted[i + 1].Name == name;
            yield return (place.At(comesAgain ? numbers.NextOf(name, names.Add) : name), value);
        }
    }

    static object? ScalarOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => new Number(value.GetRawText()),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
}
