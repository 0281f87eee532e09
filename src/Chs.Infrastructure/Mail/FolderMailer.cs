using Chs.Application.Ports;
using Chs.Infrastructure.Settings;

namespace Chs.Infrastructure.Mail;

using Mail = Chs.Application.Ports.Mail;

/// <summary>Writes each mail into a file: nothing leaves the machine.</summary>
sealed class FolderMailer(MailSettings settings, TimeProvider time) : IMailer
{
    public async Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.Folder!);
        // Named after the mail's id: a mail that is sent again replaces its first copy.
        var path = Path.Combine(settings.Folder!, $"{mail.Id:N}.eml");
        // Written under another name and then moved, so that nobody reads half a mail.
        var partPath = path + ".part";
        var message = MimeMessages.Create(mail, settings.From, time.GetUtcNow());
        await message.WriteToAsync(partPath, cancellationToken);
        File.Move(partPath, path, overwrite: true);
    }
}
