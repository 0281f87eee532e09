using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace Chs.Application.Accounts;

/// <summary>
/// Draws a small picture by which people can be told apart: 5 × 5 fields, symmetric, in one colour, derived from the
/// SHA-512 of the uuid.
/// </summary>
static class Identicon
{
    /// <summary>Width and height of the picture, in pixels: five fields and two borders.</summary>
    const int Size = 64;

    /// <summary>Width and height of a field, in pixels.</summary>
    const int FieldSize = 12;

    /// <summary>Width of the empty border, in pixels.</summary>
    const int Border = 2;

    /// <summary>Length of a row: a byte for its PNG filter, which is always 0 (none), and a bit for each pixel.</summary>
    const int RowBytes = 1 + (Size / 8);

    /// <returns>A PNG of 64 × 64 pixels as a data URL. The same uuid always gives the same picture.</returns>
    public static string Of(Guid id)
    {
        var hash = SHA512.HashData(id.ToByteArray(bigEndian: true));
        var rows = new byte[Size * RowBytes];
        for (var y = 0; y < Size; y++)
        for (var x = 0; x < Size; x++)
            if (IsSet(hash, x, y))
                rows[(y * RowBytes) + 1 + (x / 8)] |= (byte)(0x80 >> (x % 8));
        // Light grey for clear bits, and a colour that is dark enough beside it for set bits.
        byte[] palette = [0xF0, 0xF0, 0xF0, (byte)(hash[61] % 176), (byte)(hash[62] % 176), (byte)(hash[63] % 176)];
        return $"data:image/png;base64,{Convert.ToBase64String(Png(rows, palette))}";
    }

    static bool IsSet(byte[] hash, int x, int y)
    {
        var column = (x - Border) / FieldSize;
        var row = (y - Border) / FieldSize;
        if (x < Border || y < Border || column > 4 || row > 4)
            return false;
        // The right half mirrors the left one.
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
        // One bit per pixel.
        header[8] = 1;
        // Colours are indexes into the palette.
        header[9] = 3;
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "PLTE"u8, palette);
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(rows);
        WriteChunk(png, "IDAT"u8, compressed.ToArray());
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> buffer = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(buffer, data.Length);
        png.Write(buffer);
        png.Write(name);
        png.Write(data);
        var crc = new Crc32();
        crc.Append(name);
        crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(buffer, crc.GetCurrentHashAsUInt32());
        png.Write(buffer);
    }
}
