using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Chs.Application.Paging;

/// <summary>One page of a list.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="NextCursor">Send it as <c>cursor</c> to go on; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Makes pages.</summary>
public static class Page
{
    /// <summary>Highest and default number of items on a page.</summary>
    public const int MaximumLimit = 100,
        DefaultLimit = 20;

    /// <param name="rows">One more than the limit, when there are more.</param>
    /// <param name="cursorOf">Where to go on after this row.</param>
    public static Page<TItem> Create<TRow, TItem>(
        IReadOnlyList<TRow> rows,
        int limit,
        Func<TRow, Cursor> cursorOf,
        Func<TRow, TItem> itemOf
    ) => new([.. rows.Take(limit).Select(itemOf)], rows.Count > limit ? cursorOf(rows[limit - 1]).ToString() : null);
}

/// <summary>Where a page ended: the value that the list is ordered by, and the key that decides between equals. Opaque to clients.</summary>
public sealed record Cursor(string Text, long Key)
{
    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));

    /// <returns>The cursor, or null when it isn't one of ours.</returns>
    public static Cursor? Parse(string text)
    {
        try
        {
            return Base64Url.IsValid(text)
                ? JsonSerializer.Deserialize<Cursor>(Base64Url.DecodeFromChars(text)) is { Text: not null } cursor
                    ? cursor
                    : null
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
