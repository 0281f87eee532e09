using System.Buffers.Text;
using System.Text.Json;
using Chs.Application.Rules;

namespace Chs.Application.Paging;

/// <summary>The last row of a page. Clients treat it as an opaque text.</summary>
/// <param name="Text">The value by which the list is sorted; empty when it is sorted by the key alone.</param>
/// <param name="Key">The row's key, which orders rows with equal values.</param>
public sealed record Cursor(string Text, long Key)
{
    /// <summary>Writes the cursor for clients.</summary>
    /// <param name="list">The list to which it belongs, as <see cref="PagedQuery.ListId"/> names it.</param>
    public string ToText(string list) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new SentCursor(list, Text, Key)));

    /// <summary>Reads what a client sent.</summary>
    /// <param name="list">The list that it shall continue.</param>
    public static ReadCursor Read(string text, string list)
    {
        if (!Base64Url.IsValid(text))
            return ReadCursor.Unreadable;
        try
        {
            var sent = JsonSerializer.Deserialize<SentCursor>(Base64Url.DecodeFromChars(text));
            if (sent is not { List: not null, Text: not null } || !TextRules.IsClean(sent.Text))
                return ReadCursor.Unreadable;
            return sent.List == list ? new ReadCursor(new Cursor(sent.Text, sent.Key), true) : ReadCursor.OfAnotherList;
        }
        catch (JsonException)
        {
            return ReadCursor.Unreadable;
        }
    }

    sealed record SentCursor(string List, string Text, long Key);
}

/// <summary>What was found in a text that a client sent as a cursor.</summary>
/// <param name="Cursor">Null when it doesn't continue the list.</param>
/// <param name="IsReadable">Whether it is a cursor, of whatever list.</param>
public readonly record struct ReadCursor(Cursor? Cursor, bool IsReadable)
{
    public static readonly ReadCursor Unreadable = new(null, false);

    public static readonly ReadCursor OfAnotherList = new(null, true);
}
