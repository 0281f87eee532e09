using Chs.Application.Ports;
using Chs.Infrastructure.Settings;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Chs.Infrastructure.Mail;

using Mail = Chs.Application.Ports.Mail;

static class Mime
{
    public static MimeMessage Of(Mail mail, string from, DateTimeOffset now)
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
        if (mail.ReplyTo is { } answers)
            message.ReplyTo.Add(MailboxAddress.Parse(answers));
        message.To.Add(MailboxAddress.Parse(mail.To));
        return message;
    }
}

/// <summary>Each mail becomes a file: nothing leaves the machine.</summary>
sealed class FolderMailer(MailSettings settings, TimeProvider time) : IMailer
{
    public async Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.Folder!);
        // Named after the mail's id: a repetition replaces its first self.
        var path = Path.Combine(settings.Folder!, $"{mail.Id:N}.eml");
        var part = path + ".part";
        await Mime.Of(mail, settings.From, time.GetUtcNow()).WriteToAsync(part, cancellationToken);
        File.Move(part, path, overwrite: true);
    }
}

/// <summary>Hands each mail to a mail server.</summary>
sealed class SmtpMailer(MailSettings settings, TimeProvider time) : IMailer
{
    public async Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { Timeout = 30_000 };
        await client.ConnectAsync(
            settings.Host,
            settings.Port,
            SecureSocketOptions.StartTlsWhenAvailable,
            cancellationToken
        );
        if (settings.User is { } user)
            await client.AuthenticateAsync(user, settings.Password ?? "", cancellationToken);
        await client.SendAsync(Mime.Of(mail, settings.From, time.GetUtcNow()), cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
    }
}
