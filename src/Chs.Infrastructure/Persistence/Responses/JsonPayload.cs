using System.Text;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Chs.Infrastructure.Persistence.Responses;

/// <summary>How recorded JSON is stored: as text and not as JSON, on both databases.</summary>
/// <remarks>Text keeps the order of members, duplicate members and the format of numbers.</remarks>
static class JsonPayload
{
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
}
