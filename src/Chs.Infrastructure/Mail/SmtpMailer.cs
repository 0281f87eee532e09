using Chs.Application.Ports;
using Chs.Infrastructure.Settings;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Chs.Infrastructure.Mail;

using Mail = Chs.Application.Ports.Mail;

/// <summary>Sends each mail through an SMTP server, encrypted when the server offers it.</summary>
sealed class SmtpMailer(MailSettings settings, TimeProvider time) : IMailer
{
    /// <summary>Milliseconds for each operation.</summary>
    const int Timeout = 30_000;

    public async Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { Timeout = Timeout };
        await client.ConnectAsync(
            settings.Host,
            settings.Port,
            SecureSocketOptions.StartTlsWhenAvailable,
            cancellationToken
        );
        if (settings.User is { } user)
            await client.AuthenticateAsync(user, settings.Password ?? "", cancellationToken);
        await client.SendAsync(MimeMessages.Create(mail, settings.From, time.GetUtcNow()), cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
    }
}
