using System.Globalization;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using MimeKit;

namespace Chs.Infrastructure.Mail;

/// <summary>Knows mail addresses by the rules of MimeKit, which writes the mails, and of domain names.</summary>
sealed class MailAddresses : IMailAddresses
{
    /// <summary>First of the characters that only repeat others in another form, such as letters of full width.</summary>
    const char FirstRepeated = '\uFB00';

    const int LongestAddress = 254,
        LongestName = 64,
        LongestDomain = 253;

    static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    static readonly UnicodeCategory[] Allowed =
    [
        UnicodeCategory.LowercaseLetter,
        UnicodeCategory.OtherLetter,
        UnicodeCategory.NonSpacingMark,
        UnicodeCategory.SpacingCombiningMark,
        UnicodeCategory.DecimalDigitNumber,
    ];

    static readonly ParserOptions Strict = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Strict,
        AllowAddressesWithoutDomain = false,
        AllowUnquotedCommasInAddresses = false,
    };

    public bool CanReceiveMail(string address)
    {
        if (address.Trim().Split('@') is not [var name, var domain] || InLetters(domain) is not { } letters)
            return false;
        var text = $"{name}@{letters}";
        if (!MailboxAddress.TryParse(Strict, text, out var mailbox) || mailbox.Address != text)
            return false;
        if (User.NormalizeEmail(text).Length > LongestAddress)
            return false;
        return IsName(name) && IsDomain(letters);
    }

    /// <summary>A domain that is written as it is stored, <c>xn--…</c>, is judged by the letters that it stands for.</summary>
    /// <returns>Null when it stands for none.</returns>
    static string? InLetters(string domain)
    {
        if (!domain.All(char.IsAscii))
            return domain;
        try
        {
            return Idn.GetUnicode(domain);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Quotes, and letters that many servers refuse, would make two addresses of one mailbox.</summary>
    static bool IsName(string name) =>
        name.Length <= LongestName && name.All(c => char.IsAscii(c) && !char.IsWhiteSpace(c) && c is not ('"' or '\\'));

    /// <summary>A name of the internet, which may be written in any script: no number, and no name of a machine alone.</summary>
    static bool IsDomain(string domain)
    {
        if (!domain.ToLowerInvariant().All(IsOfDomains))
            return false;
        try
        {
            var labels = Idn.GetAscii(domain).Split('.');
            return domain.Length <= LongestDomain && labels is [_, .., var last] && IsOfInternet(last);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>No mail arrives at names below <c>invalid</c> (RFC 6761); accounts that gave up their address have such a one.</summary>
    static bool IsOfInternet(string topLevel) =>
        topLevel.Any(char.IsAsciiLetter) && !topLevel.Equals("invalid", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Letters, digits and the marks on them. Full stops of other scripts, invisible characters and letters in other forms
    /// would make several spellings of one domain.
    /// </summary>
    static bool IsOfDomains(char c) =>
        char.IsAscii(c) || (c < FirstRepeated && Allowed.Contains(char.GetUnicodeCategory(c)));
}
