using System.Text.Json;

namespace Chs.Domain.Responses;

/// <summary>Compares JSON texts.</summary>
static class JsonTokens
{
    static readonly JsonReaderOptions Stored = new() { MaxDepth = StoredJson.AnyDepth };

    /// <summary>Whether two texts differ in nothing but the white space between their tokens.</summary>
    /// <param name="one">JSON, UTF-8.</param>
    /// <param name="other">JSON, UTF-8.</param>
    public static bool AreSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var left = new Utf8JsonReader(one, Stored);
        var right = new Utf8JsonReader(other, Stored);
        while (left.Read())
        {
            if (!right.Read() || left.TokenType != right.TokenType)
                return false;
            if (!left.ValueSpan.SequenceEqual(right.ValueSpan))
                return false;
        }

        return !right.Read();
    }
}
