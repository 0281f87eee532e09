using System.Text;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Responses;

/// <summary>How both databases store what players sent, in whichever table it stands.</summary>
static class RecordedColumns
{
    /// <summary>Text and not JSON: it keeps the order of members, duplicate members and the format of numbers.</summary>
    public static void IsJsonPayload(this PropertyBuilder<byte[]> property) =>
        property.HasConversion(
            bytes => Encoding.UTF8.GetString(bytes),
            text => Encoding.UTF8.GetBytes(text),
            new ValueComparer<byte[]>(
                (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.SequenceEqual(b)),
                bytes => bytes.Length,
                bytes => bytes
            )
        );

    public static void IsFrameId(this PropertyBuilder<string?> property) =>
        property.HasConversion(key => StoredKey.Of(key!), stored => StoredKey.Read(stored));
}
