using System.Globalization;
using Chs.Application.Ports;
using MimeKit;

namespace Chs.Infrastructure.Mail;

/// <summary>Knows mail addresses by the rules of MimeKit, which writes the mails, and of domain names.</summary>
sealed class MailAddresses : IMailAddresses
{
    const int LongestName = 64,
        LongestDomain = 253;

    static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    static readonly ParserOptions Strict = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Strict,
        AllowAddressesWithoutDomain = false,
        AllowUnquotedCommasInAddresses = false,
    };

    public bool CanReceiveMail(string address)
    {
        var text = address.Trim();
        if (!MailboxAddress.TryParse(Strict, text, out var mailbox) || mailbox.Address != text)
            return false;
        return text.Split('@') is [var name, var domain] && IsName(name) && IsDomain(domain);
    }

    /// <summary>Quotes, and letters that many servers refuse, would make two addresses of one mailbox.</summary>
    static bool IsName(string name) =>
        name.Length <= LongestName && name.All(c => char.IsAscii(c) && !char.IsWhiteSpace(c) && c is not ('"' or '\\'));

    /// <summary>A name of the internet, which may be written in any script: no number, and no name of a machine alone.</summary>
    static bool IsDomain(string domain)
    {
        try
        {
            var labels = Idn.GetAscii(domain).Split('.');
            return domain.Length <= LongestDomain && labels is [_, .., var last] && last.Any(char.IsAsciiLetter);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
