namespace Chs.Infrastructure.Settings;

/// <summary>How mail is sent.</summary>
public sealed class MailSettings
{
    public MailProvider Provider { get; set; } = MailProvider.Folder;

    /// <summary>Unless it is set: <c>mail</c> in the data folder.</summary>
    public string? Folder { get; set; }

    /// <summary>Sender address.</summary>
    public string From { get; set; } = "chs@localhost";

    /// <summary>SMTP server; empty when mail goes to the folder.</summary>
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    /// <summary>Whether a server that offers no TLS gets mail.</summary>
    public MailTls Tls { get; set; } = MailTls.Required;

    /// <summary>User name at the SMTP server; null: it wants no log-in.</summary>
    public string? User { get; set; }

    public string? Password { get; set; }
}

/// <summary>Where mail goes.</summary>
public enum MailProvider
{
    /// <summary>Each mail becomes a file.</summary>
    Folder = 1,
    Smtp = 2,
}

/// <summary>Whether mail may leave in plain text.</summary>
public enum MailTls
{
    /// <summary>It never does.</summary>
    Required = 1,

    /// <summary>It does where the server offers no TLS, such as a relay on this machine.</summary>
    WhenOffered = 2,
}
