using Chs.Application.Ports;
using Chs.Infrastructure.Settings;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

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
        await ConnectAsync(client, cancellationToken);
        if (settings.User is { } user)
            await client.AuthenticateAsync(user, settings.Password ?? "", cancellationToken);
        var message = MimeMessages.Create(mail, settings.From, time.GetUtcNow());
        // Servers repeat the address in their answer, and what fails is logged.
        if (await FindRefusalAsync(client, message, cancellationToken) is { } refusal)
            throw new IOException($"The mail server refuses the mail with {refusal}.");
        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    /// <exception cref="MailUnencryptedException">The server offers no TLS, and the operator demands it.</exception>
    async Task ConnectAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, OptionsOf(settings), cancellationToken);
        }
        catch (NotSupportedException)
        {
            throw new MailUnencryptedException(
                $"The mail server {settings.Host}:{settings.Port} offers no TLS (STARTTLS). If mail may travel to it "
                    + $"unencrypted, set Chs__Mail__Tls={MailTls.WhenOffered}."
            );
        }
    }

    /// <returns>Status and kind of the refusal; null: the mail was taken.</returns>
    static async Task<string?> FindRefusalAsync(
        SmtpClient client,
        MimeMessage message,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await client.SendAsync(message, cancellationToken);
            return null;
        }
        catch (SmtpCommandException refused)
        {
            return $"{(int)refused.StatusCode}: {refused.ErrorCode}";
        }
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
