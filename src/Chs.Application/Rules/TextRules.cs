using System.Text.Json;
using Chs.Domain;
using FluentValidation;

namespace Chs.Application.Rules;

/// <summary>Rules for texts that clients send.</summary>
static class TextRules
{
    /// <summary>
    /// Whether a text holds no NUL and no lone surrogate, which a database or a download couldn't reproduce. Null is clean:
    /// whether a text may be missing is another rule.
    /// </summary>
    public static bool IsClean(string? text) => text is null || UncleanPlace(text) < 0;

    /// <returns>Where the first character stands that can't be stored; negative: none does.</returns>
    static int UncleanPlace(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
                return i;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return i;
            i++;
        }

        return -1;
    }

    /// <summary>Says what can't be stored of a text that isn't clean, and where it stands.</summary>
    static string UncleanFault(string? text)
    {
        if (text is null || UncleanPlace(text) is not (>= 0 and var place))
            return "This holds characters that can't be stored.";
        var odd =
            OddCharacter.Describe(text[place])
            ?? $"Half of a character (a lone surrogate, {OddCharacter.CodeOf(text[place])}) stands here: take it out.";
        return JsonFault.At(text, place, odd).Sentence;
    }

    /// <summary>Adds the rule <see cref="IsClean"/>.</summary>
    public static IRuleBuilderOptions<T, string?> MustBeClean<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(IsClean).WithErrorCode("invalid").WithMessage((_, text) => UncleanFault(text));

    /// <summary>The text without the byte order mark that some editors write at its beginning.</summary>
    public static string? WithoutMark(string? text) => text is null ? null : JsonFault.WithoutMark(text);

    /// <summary>An enum value's name as the APIs write it, such as <c>writeDetails</c>.</summary>
    public static string ToContractName<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>The words of a search text, in lower case.</summary>
    public static string[] SearchTerms(string? text) =>
        (text ?? "")
            .ToLowerInvariant()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>
    /// Whether a uuid can begin with this text. Null is fine: whether a text may be missing is another rule.
    /// </summary>
    public static bool IsIdPrefix(string? text) =>
        text is null || (text.Length <= 36 && text.All(c => char.IsAsciiHexDigit(c) || c == '-'));

    /// <summary>Whether a text consists of 1…100 lower-case letters, digits and hyphens and doesn't begin with a hyphen.</summary>
    public static bool IsSlug(string? text) =>
        text is { Length: > 0 and <= 100 }
        && text[0] != '-'
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Whether a text is an absolute http or https address, or is missing.</summary>
    public static bool IsWebAddressOrEmpty(string? text) =>
        string.IsNullOrEmpty(text)
        || (IsClean(text) && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"));
}
