using Chs.Application.Ports;
using Chs.Infrastructure.Settings;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Chs.Infrastructure.Mail;

using Mail = Chs.Application.Ports.Mail;

/// <summary>Sends each mail through an SMTP server, encrypted unless the operator says that it need not be.</summary>
sealed class SmtpMailer(MailSettings settings, TimeProvider time) : IMailer
{
    /// <summary>Milliseconds for each operation.</summary>
    const int Timeout = 30_000;

    /// <summary>Where servers expect TLS from the first byte.</summary>
    const int PortWithTls = 465;

    /// <exception cref="IOException">The server refuses the mail.</exception>
    public async Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { Timeout = Timeout };
        await client.ConnectAsync(settings.Host, settings.Port, OptionsOf(settings), cancellationToken);
        if (settings.User is { } user)
            await client.AuthenticateAsync(user, settings.Password ?? "", cancellationToken);
        try
        {
            await client.SendAsync(MimeMessages.Create(mail, settings.From, time.GetUtcNow()), cancellationToken);
        }
        catch (SmtpCommandException refused)
        {
            // Servers repeat the address in their answer, and what fails is logged.
            throw new IOException(
                $"The mail server refuses the mail with {(int)refused.StatusCode}: {refused.ErrorCode}."
            );
        }

        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    /// <remarks>
    /// Mails hold links to new passwords. Whoever stands between here and the server can hide that it offers TLS, so an
    /// offer isn't waited for.
    /// </remarks>
    static SecureSocketOptions OptionsOf(MailSettings settings)
    {
        if (settings.Port == PortWithTls)
            return SecureSocketOptions.SslOnConnect;
        return settings.Tls is MailTls.Required
            ? SecureSocketOptions.StartTls
            : SecureSocketOptions.StartTlsWhenAvailable;
    }
}
