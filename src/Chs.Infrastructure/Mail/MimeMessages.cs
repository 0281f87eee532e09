using MimeKit;

namespace Chs.Infrastructure.Mail;

using Mail = Chs.Application.Ports.Mail;

/// <summary>Builds MIME messages from mails.</summary>
static class MimeMessages
{
    public static MimeMessage Create(Mail mail, string from, DateTimeOffset now)
    {
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            Body = new MultipartAlternative(
                new TextPart("plain") { Text = mail.Body },
                new TextPart("html") { Text = mail.Html }
            ),
            MessageId = $"{mail.Id:N}@chs",
            Date = now,
        };
        message.From.Add(MailboxAddress.Parse(from));
        if (mail.ReplyTo is { } replyTo)
            message.ReplyTo.Add(MailboxAddress.Parse(replyTo));
        message.To.Add(MailboxAddress.Parse(mail.To));
        // One click is for links that nobody on the way can read.
        if (mail.Unsubscribe is { } unsubscribe && unsubscribe.Scheme == Uri.UriSchemeHttps)
        {
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{unsubscribe.AbsoluteUri}>");
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        return message;
    }
}
