namespace Chs.Application.Rules;

/// <summary>What text may not hold, because one of the databases or downloads couldn't give it back.</summary>
static class TextRules
{
    /// <summary>No NUL and no half of a surrogate pair. Null is clean: whether it may be missing is another rule.</summary>
    public static bool IsClean(string? text)
    {
        if (text is null)
            return true;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
                return false;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }

    /// <summary>A name of ours as the contracts write it, such as <c>writeDetails</c>.</summary>
    public static string ToContractName<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>What is searched for, in lower case.</summary>
    public static string[] SearchTerms(string? text) =>
        (text ?? "")
            .ToLowerInvariant()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether ids may begin so. Null is fine: whether it may be missing is another rule.</summary>
    public static bool IsIdPrefix(string? text) =>
        text is null || (text.Length <= 36 && text.All(c => char.IsAsciiHexDigit(c) || c == '-'));

    /// <summary>1…100 lower-case letters, digits and hyphens, not beginning with one.</summary>
    public static bool IsSlug(string? text) =>
        text is { Length: > 0 and <= 100 }
        && text[0] != '-'
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    public static bool IsWebAddressOrEmpty(string? text) =>
        string.IsNullOrEmpty(text)
        || (IsClean(text) && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"));
}
