namespace Chs.Infrastructure.Settings;

/// <summary>How mail is sent.</summary>
/// <param name="Folder">Folder into which each mail is written as a file; null: mail is sent by SMTP.</param>
/// <param name="From">Sender address.</param>
/// <param name="Host">SMTP server; empty when mail goes to the folder.</param>
/// <param name="User">User name at the SMTP server; null: it wants no log-in.</param>
public sealed record MailSettings(string? Folder, string From, string Host, int Port, string? User, string? Password)
{
    enum Provider
    {
        Folder = 1,
        Smtp = 2,
    }

    internal static MailSettings Read(SettingsReader reader, string defaultFolder)
    {
        var provider = reader.Choice("Mail:Provider", Provider.Folder);
        var host = reader.Text("Mail:Host");
        if (provider is Provider.Smtp && host is null)
            reader.Fault("Mail:Host", "SMTP needs a host");
        return new MailSettings(
            provider is Provider.Folder ? reader.Text("Mail:Folder") ?? defaultFolder : null,
            reader.Text("Mail:From") ?? "chs@localhost",
            host ?? "",
            (int)reader.Number("Mail:Port", 587, 1, 65535),
            reader.Text("Mail:User"),
            reader.Text("Mail:Password")
        );
    }
}
