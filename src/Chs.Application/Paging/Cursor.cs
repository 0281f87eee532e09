using System.Buffers.Text;
using System.Text.Json;

namespace Chs.Application.Paging;

/// <summary>The last row of a page. Clients treat it as an opaque text.</summary>
/// <param name="Text">The value by which the list is sorted; empty when it is sorted by the key alone.</param>
/// <param name="Key">The row's key, which orders rows with equal values.</param>
public sealed record Cursor(string Text, long Key)
{
    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));

    /// <returns>The cursor; null when the text isn't one.</returns>
    public static Cursor? Parse(string text)
    {
        if (!Base64Url.IsValid(text))
            return null;
        try
        {
            var cursor = JsonSerializer.Deserialize<Cursor>(Base64Url.DecodeFromChars(text));
            return cursor is { Text: not null } ? cursor : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
