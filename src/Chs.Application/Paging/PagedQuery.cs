using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chs.Application.Paging;

/// <summary>The page parameters that every list in v3 accepts.</summary>
public abstract record PagedQuery
{
    /// <summary>Filters that aren't given say nothing, so that a further one doesn't end lists that are being read.</summary>
    static readonly JsonSerializerOptions GivenOnly = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    /// <summary>
    /// The <c>nextCursor</c> of the previous page; absent for the first page. It continues the list from which it came,
    /// with the same filters and order.
    /// </summary>
    public string? Cursor { get; init; }

    /// <summary>Number of items per page, 1…100.</summary>
    public int Limit { get; init; } = Page.DefaultLimit;

    /// <summary>Whether the page also says how many items all pages have.</summary>
    public bool WithTotal { get; init; }

    /// <summary>Tells this list, with its filters and order, from others.</summary>
    internal string ListId
    {
        get
        {
            var list = this with { Cursor = null, Limit = 0, WithTotal = false };
            var filters = JsonSerializer.Serialize(list, list.GetType(), GivenOnly);
            var digest = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes((string[])[list.GetType().Name, filters]));
            return Base64Url.EncodeToString(digest.AsSpan(0, 9));
        }
    }

    /// <summary>The last row of the previous page; null for the first page.</summary>
    internal Cursor? After => Cursor is null ? null : ReadCursor(Cursor).Cursor;

    /// <summary>
    /// Whether a cursor of this list holds a value by which the list is sorted, as our own do. Lists that are sorted by an
    /// instant, a day or a number ask their order; those by a text or the key alone take any.
    /// </summary>
    internal virtual bool Takes(Cursor after) => true;

    internal ReadCursor ReadCursor(string text) => Paging.Cursor.Read(text, ListId);
}
