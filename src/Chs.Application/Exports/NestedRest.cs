using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chs.Domain;

namespace Chs.Application.Exports;

/// <summary>
/// What has no column of its own, as JSON: objects as the names of columns are made, with lists as objects by index. So
/// <c>response__conditions.7.order.1</c> stands there as <c>{"7":{"order":{"1":…}}}</c>.
/// </summary>
static class NestedRest
{
    static readonly JsonWriterOptions Options = new()
    {
        MaxDepth = StoredJson.AnyDepth,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="placed">Positions of the values that have columns.</param>
    public static string Of(NestedValue value, HashSet<int> placed)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        var open = new Stack<Place>();
        Open(json, open, value.Column);
        foreach (var (position, leaf) in value.Leaves.Index())
        {
            if (placed.Contains(position))
                continue;
            MoveTo(json, open, leaf.Place);
            Write(json, leaf.Value);
        }

        for (; open.Count > 0; open.Pop())
            json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Closes and opens objects until the value of a place can be written.</summary>
    static void MoveTo(Utf8JsonWriter json, Stack<Place> open, Place place)
    {
        // A condition that is a single value stands beside the name of its frame.
        if (open.Peek() == place)
        {
            json.WritePropertyName("value");
            return;
        }

        for (; !open.Peek().Holds(place); open.Pop())
            json.WriteEndObject();
        var toOpen = new Stack<Place>();
        for (var around = place.Within!; around != open.Peek(); around = around.Within!)
            toOpen.Push(around);
        foreach (var around in toOpen)
        {
            json.WritePropertyName(around.Name);
            Open(json, open, around);
        }

        json.WritePropertyName(place.Name);
    }

    static void Open(Utf8JsonWriter json, Stack<Place> open, Place place)
    {
        json.WriteStartObject();
        open.Push(place);
    }

    static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case Number number:
                json.WriteRawValue(number.Digits);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            default:
                json.WriteStringValue((string?)value);
                break;
        }
    }
}
