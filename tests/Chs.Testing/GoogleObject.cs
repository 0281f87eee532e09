using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Chs.Testing;

/// <summary>An object in <see cref="GoogleStandIn"/>.</summary>
sealed record GoogleObject(
    string Name,
    byte[] Content,
    string ContentType,
    string? CacheControl,
    string? ContentEncoding,
    long Generation
)
{
    /// <summary>Google's contract asks for this digest; CHS doesn't rely on it.</summary>
    public string Md5 => Convert.ToBase64String(MD5.HashData(Content));

    public string Crc32C
    {
        get
        {
            var crc = Content.Aggregate(uint.MaxValue, BitOperations.Crc32C);
            var bigEndian = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bigEndian, ~crc);
            return Convert.ToBase64String(bigEndian);
        }
    }

    /// <summary>The resource that the JSON API answers.</summary>
    public object Describe(string bucket) =>
        new
        {
            kind = "storage#object",
            id = $"{bucket}/{Name}/{Generation}",
            name = Name,
            bucket,
            size = Content.Length.ToString(CultureInfo.InvariantCulture),
            contentType = ContentType,
            cacheControl = CacheControl,
            contentEncoding = ContentEncoding,
            generation = Generation.ToString(CultureInfo.InvariantCulture),
            metageneration = "1",
            md5Hash = Md5,
            crc32c = Crc32C,
        };
}
