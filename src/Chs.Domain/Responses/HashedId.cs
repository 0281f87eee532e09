using System.Security.Cryptography;

namespace Chs.Domain.Responses;

/// <summary>Short ids that are the same for one person within one study and can't be joined across studies.</summary>
public static class HashedId
{
    /// <summary>RFC 4648's alphabet, with the letters that people take for digits replaced.</summary>
    const string Alphabet = "ABCDEFGHcJKLMNdPQRSTUVWXYZ234567";

    /// <param name="who">The child, parent or demographic snapshot.</param>
    /// <param name="study">The study.</param>
    /// <param name="salt">The study's salt.</param>
    /// <param name="digits">Characters wanted, 1…51.</param>
    public static string Of(Guid who, Guid study, Guid salt, int digits)
    {
        Span<byte> mixed = stackalloc byte[16],
            other = stackalloc byte[16],
            hash = stackalloc byte[32];
        who.TryWriteBytes(mixed, bigEndian: true, out _);
        foreach (var id in (ReadOnlySpan<Guid>)[study, salt])
        {
            id.TryWriteBytes(other, bigEndian: true, out _);
            for (var i = 0; i < 16; i++)
                mixed[i] ^= other[i];
        }

        SHA256.HashData(mixed, hash);
        Span<char> text = stackalloc char[digits];
        for (var i = 0; i < digits; i++)
        {
            var bit = i * 5;
            var pair = (hash[bit / 8] << 8) | (bit / 8 < 31 ? hash[(bit / 8) + 1] : 0);
            text[i] = Alphabet[(pair >> (11 - (bit % 8))) & 31];
        }

        return new string(text);
    }
}
