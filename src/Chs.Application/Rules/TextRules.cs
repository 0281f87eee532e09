using System.Text.Json;
using Chs.Application.Ports;
using Chs.Domain;
using FluentValidation;

namespace Chs.Application.Rules;

/// <summary>Rules for texts that clients send.</summary>
static class TextRules
{
    /// <summary>
    /// Whether a text holds no <see cref="OddCharacters"/>, which a database or a download couldn't reproduce. Null is
    /// clean: whether a text may be missing is another rule.
    /// </summary>
    public static bool IsClean(string? text) => text is null || !OddCharacters.AreIn(text);

    /// <summary>Says what can't be stored of a text that isn't clean, and where it stands.</summary>
    static string UncleanFault(string? text)
    {
        if (text is null || !OddCharacters.AreIn(text))
            return "This holds characters that can't be stored.";
        var place = Enumerable.Range(0, text.Length).First(i => OddCharacters.IsOdd(text, i));
        return TextFault.At(text, place, StrayCharacter.Describe(text, place)!).Sentence;
    }

    /// <summary>Adds the rule <see cref="IsClean"/>.</summary>
    public static IRuleBuilderOptions<T, string?> MustBeClean<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(IsClean).WithErrorCode("invalid").WithMessage((_, text) => UncleanFault(text));

    /// <summary>Refuses an address that no mail server would take, or that is more than an address.</summary>
    public static IRuleBuilderOptions<T, string?> MustBeMailable<T>(
        this IRuleBuilder<T, string?> rule,
        IMailAddresses addresses
    ) =>
        rule.Must(address => string.IsNullOrWhiteSpace(address) || addresses.CanReceiveMail(address))
            .WithErrorCode("not_an_email")
            .WithMessage("Mail can't be sent to this address.");

    /// <summary>The text without the byte order mark that some editors write at its beginning.</summary>
    public static string? WithoutMark(string? text) => text is null ? null : ByteOrderMark.TrimFrom(text);

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

    /// <summary>
    /// Whether a text is an absolute http or https address, or is missing. What stands before an @ (https://uni.example@evil.example)
    /// would pass a password on, or a host for another.
    /// </summary>
    public static bool IsWebAddressOrEmpty(string? text) =>
        string.IsNullOrEmpty(text)
        || (
            IsClean(text)
            && Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is ("http" or "https")
            && url.UserInfo.Length == 0
        );
}
