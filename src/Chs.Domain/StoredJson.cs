using System.Text.Json;

namespace Chs.Domain;

/// <summary>How JSON that is stored is read: its depth was checked on arrival, and imported data are deeper.</summary>
public static class StoredJson
{
    public const int AnyDepth = int.MaxValue;

    public static readonly JsonDocumentOptions Options = new() { MaxDepth = AnyDepth };
}
