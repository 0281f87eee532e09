using System.Security.Cryptography;
using System.Text;
using Chs.Domain.Accounts;

namespace Chs.Application.Access;

/// <summary>How often something may happen.</summary>
/// <param name="Name">Who or what has the quota. Only its digest is stored.</param>
/// <param name="Permits">How often within a window.</param>
/// <param name="Window">How long a window is. It begins with what is counted first.</param>
public sealed record Quota(string Name, int Permits, TimeSpan Window)
{
    /// <summary>Mails an hour that others can have sent to a mailbox.</summary>
    const int MailsOfMailbox = 5;

    /// <summary>What everybody together can have sent to a mailbox, whether or not it has an account.</summary>
    /// <param name="email">As typed.</param>
    public static Quota MailsTo(string email) =>
        new($"mails of account {MailboxOf(email)}", MailsOfMailbox, TimeSpan.FromHours(1));

    /// <summary>
    /// The mailbox behind an address: what follows a plus sign in the name is the owner's to choose, and at Gmail the full
    /// stops are, too.
    /// </summary>
    static string MailboxOf(string email)
    {
        var address = User.NormalizeEmail(email);
        var at = address.LastIndexOf('@');
        if (at < 0)
            return address;
        var (name, domain) = (address[..at], address[at..]);
        if (name.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus)
            name = name[..plus];
        return domain is "@gmail.com" or "@googlemail.com" ? $"{name.Replace(".", "")}@gmail.com" : name + domain;
    }

    /// <summary>Links to a new password. What strangers have sent to the mailbox beside them doesn't use these up.</summary>
    /// <param name="email">As typed.</param>
    public static Quota PasswordLinksTo(string email) =>
        new($"password links of account {MailboxOf(email)}", MailsOfMailbox, TimeSpan.FromHours(1));

    /// <summary>
    /// SHA-256 in hex. Names hold what people typed as their address, which may be megabytes long, or a password.
    /// </summary>
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Name)));
}
