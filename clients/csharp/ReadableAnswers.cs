using System.Globalization;

namespace Chs.Client;

/// <summary>
/// Puts U+FFFD in the place of halves of surrogate pairs in answers. Session data hold what families' browsers sent, also
/// emojis that were cut, and .NET refuses to read them.
/// </summary>
sealed class ReadableAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Bytes of a JSON escape such as <c>\ud83d</c>.</summary>
    const int EscapeLength = 6;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        // Streams of events and downloads are read while they come.
        if (answer.Content.Headers.ContentType?.MediaType is not "application/json")
            return answer;
        using var sent = answer.Content;
        var json = await sent.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        ReplaceHalves(json);
        var readable = new ByteArrayContent(json);
        foreach (var (name, values) in sent.Headers)
            readable.Headers.TryAddWithoutValidation(name, values);
        answer.Content = readable;
        return answer;
    }

    static void ReplaceHalves(Span<byte> json)
    {
        for (var at = 0; at < json.Length && json[at..].IndexOf((byte)'\\') is >= 0 and var distance; )
        {
            at += distance;
            if (UnitAt(json, at) is not { } unit)
            {
                // Also of an escaped backslash, behind which no escape begins.
                at += 2;
                continue;
            }

            var isPair =
                char.IsHighSurrogate(unit)
                && UnitAt(json, at + EscapeLength) is { } second
                && char.IsLowSurrogate(second);
            if (!isPair && char.IsSurrogate(unit))
                """\ufffd"""u8.CopyTo(json[at..]);
            at += isPair ? 2 * EscapeLength : EscapeLength;
        }
    }

    /// <returns>The UTF-16 code unit that is escaped there; null when no such escape begins there.</returns>
    static char? UnitAt(ReadOnlySpan<byte> json, int index) =>
        json.Length - index >= EscapeLength
        && json[index] == '\\'
        && json[index + 1] == 'u'
        && ushort.TryParse(
            json.Slice(index + 2, 4),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out var unit
        )
            ? (char)unit
            : null;
}
