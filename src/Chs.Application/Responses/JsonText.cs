using System.Text.Json;

namespace Chs.Application.Responses;

/// <summary>What JSON that passes through us may not hold, because a database, a download or another language couldn't give it back.</summary>
public static class JsonText
{
    /// <summary>Nesting that we accept. Data of real experiments stay under twenty.</summary>
    public const int MaximumDepth = 256;

    /// <summary>Options for every reader of what a runner sent.</summary>
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaximumDepth };

    /// <summary>Refuses NUL, half surrogate pairs and numbers that no double can hold.</summary>
    /// <exception cref="UnacceptableJsonException">The token can't be kept.</exception>
    public static void Check(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueIsEscaped:
                CheckEscapes(reader.ValueSpan);
                break;
            // Short numbers without exponent fit always.
            case JsonTokenType.Number
                when (reader.ValueSpan.Length > 300 || reader.ValueSpan.IndexOfAny((byte)'e', (byte)'E') >= 0)
                    && !(reader.TryGetDouble(out var number) && double.IsFinite(number)):
                throw new UnacceptableJsonException("A number is beyond what a double can hold.");
        }
    }

    /// <summary>Looks at every token of a document.</summary>
    /// <exception cref="JsonException">It isn't JSON, or nested too deeply.</exception>
    /// <exception cref="UnacceptableJsonException">A token can't be kept.</exception>
    public static void CheckAll(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document, ReaderOptions);
        while (reader.Read())
            Check(ref reader);
    }

    static void CheckEscapes(ReadOnlySpan<byte> text)
    {
        var highSurrogate = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                if (highSurrogate)
                    throw Lone();
                continue;
            }

            if (text[++i] != 'u')
            {
                if (highSurrogate)
                    throw Lone();
                continue;
            }

            var unit = Convert.ToInt32(System.Text.Encoding.ASCII.GetString(text.Slice(i + 1, 4)), 16);
            i += 4;
            if (unit == 0)
                throw new UnacceptableJsonException("A text holds the character U+0000.");
            if (unit is >= 0xDC00 and <= 0xDFFF)
            {
                if (!highSurrogate)
                    throw Lone();
                highSurrogate = false;
            }
            else
            {
                if (highSurrogate)
                    throw Lone();
                highSurrogate = unit is >= 0xD800 and <= 0xDBFF;
            }
        }

        if (highSurrogate)
            throw Lone();
    }

    static UnacceptableJsonException Lone() => new("A text holds half of a surrogate pair.");
}

/// <summary>JSON that is well-formed but can't be kept.</summary>
public sealed class UnacceptableJsonException(string message) : Exception(message);
