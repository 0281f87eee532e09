using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace Chs.Application.Accounts;

/// <summary>A small picture that tells people apart without showing anybody: 5 × 5 fields, symmetric, in one colour, from the SHA-512 of the uuid.</summary>
static class Identicon
{
    /// <summary>Width, height and edge length of a field, in pixels; two pixels remain on each side.</summary>
    const int Size = 64,
        Field = 12,
        Border = 2;

    /// <returns>A PNG of 64 × 64 pixels as data URL; the same for one uuid always.</returns>
    public static string Of(Guid id)
    {
        var hash = SHA512.HashData(id.ToByteArray(bigEndian: true));
        // One bit a pixel: 0 is the ground, 1 the colour.
        var rows = new byte[Size * (1 + (Size / 8))];
        for (var y = 0; y < Size; y++)
        for (var x = 0; x < Size; x++)
            if (IsSet(hash, x, y))
                rows[(y * (1 + (Size / 8))) + 1 + (x / 8)] |= (byte)(0x80 >> (x % 8));
        return $"data:image/png;base64,{Convert.ToBase64String(Png(rows, [0xF0, 0xF0, 0xF0, (byte)(hash[61] % 176), (byte)(hash[62] % 176), (byte)(hash[63] % 176)]))}";
    }

    static bool IsSet(byte[] hash, int x, int y)
    {
        var (column, row) = ((x - Border) / Field, (y - Border) / Field);
        if (x < Border || y < Border || column > 4 || row > 4)
            return false;
        if (column > 2)
            column = 4 - column;
        return (hash[(row * 3) + column] & 1) == 1;
    }

    static byte[] Png(byte[] rows, byte[] palette)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Size);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Size);
        (header[8], header[9]) = (1, 3); // one bit a pixel, palette
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "PLTE"u8, palette);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(rows);
        Chunk(png, "IDAT"u8, packed.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    static void Chunk(MemoryStream png, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(name);
        png.Write(data);
        var crc = new Crc32();
        crc.Append(name);
        crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.GetCurrentHashAsUInt32());
        png.Write(number);
    }
}
