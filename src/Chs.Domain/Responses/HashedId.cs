using System.Security.Cryptography;

namespace Chs.Domain.Responses;

/// <summary>Short ids that are the same for one person within one study and can't be joined across studies.</summary>
public static class HashedId
{
    /// <summary>RFC 4648's base32 alphabet, with the letters that are easily taken for digits replaced.</summary>
    const string Alphabet = "ABCDEFGHcJKLMNdPQRSTUVWXYZ234567";

    /// <param name="subject">Id of the child, parent or demographic snapshot.</param>
    /// <param name="study">Id of the study.</param>
    /// <param name="salt">The study's salt.</param>
    /// <param name="digits">Length of the result in characters, 1…51.</param>
    public static string Of(Guid subject, Guid study, Guid salt, int digits)
    {
        Span<byte> mixed = stackalloc byte[16];
        subject.TryWriteBytes(mixed, bigEndian: true, out _);
        Xor(mixed, study);
        Xor(mixed, salt);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(mixed, hash);
        Span<char> text = stackalloc char[digits];
        for (var i = 0; i < digits; i++)
            text[i] = Alphabet[FiveBitsAt(hash, i * 5)];

        return new string(text);
    }

    static void Xor(Span<byte> bytes, Guid id)
    {
        Span<byte> idBytes = stackalloc byte[16];
        id.TryWriteBytes(idBytes, bigEndian: true, out _);
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] ^= idBytes[i];
    }

    /// <summary>The five bits from this bit on, most significant first; zeros follow the last byte.</summary>
    static int FiveBitsAt(ReadOnlySpan<byte> bytes, int bit)
    {
        var index = bit / 8;
        var next = index + 1 < bytes.Length ? bytes[index + 1] : 0;
        var pair = (bytes[index] << 8) | next;
        return (pair >> (11 - (bit % 8))) & 31;
    }
}
