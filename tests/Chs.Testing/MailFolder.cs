using System.Text.RegularExpressions;
using MimeKit;
using Xunit;

namespace Chs.Testing;

/// <summary>Mails that a server has written to the folder <c>mail</c> of its data.</summary>
public static class MailFolder
{
    /// <summary>Waits for the newest mail to an address whose subject contains a text.</summary>
    public static Task<MimeMessage> MailAsync(string data, string to, string about) =>
        Eventually.FindAsync($"a mail to {to} about '{about}'", () => FindMailAsync(data, to, about));

    /// <summary>The token in the link of a mail.</summary>
    public static async Task<string> TokenAsync(string data, string to, string about)
    {
        var mail = await MailAsync(data, to, about);
        var token = Regex.Match(mail.TextBody ?? "", @"token=([\w-]+)").Groups[1].Value;
        Assert.Contains(token, mail.HtmlBody);
        return token;
    }

    static async Task<MimeMessage?> FindMailAsync(string data, string to, string about)
    {
        var folder = new DirectoryInfo(Path.Combine(data, "mail"));
        if (!folder.Exists)
            return null;
        foreach (var file in folder.GetFiles("*.eml").OrderByDescending(file => file.LastWriteTimeUtc))
        {
            var mail = await MimeMessage.LoadAsync(file.FullName);
            var isToThem = mail.To.Mailboxes.Any(mailbox => mailbox.Address == to);
            if (isToThem && mail.Subject?.Contains(about, StringComparison.Ordinal) is true)
                return mail;
        }

        return null;
    }
}
