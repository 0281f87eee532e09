using Chs.Application.Site;
using Microsoft.Extensions.Configuration;

namespace Chs.Infrastructure.Settings;

/// <summary>Everything that an operator can set, below <c>Chs:</c> (as environment variables <c>Chs__…</c>).</summary>
/// <remarks>
/// Each property of this class and of those below it is a key. <c>docs/configuration.md</c> describes them; a test
/// compares that page with the properties.
/// </remarks>
public sealed class ChsSettings
{
    /// <summary>Absolute path of the folder that holds the embedded database, mail and artefacts.</summary>
    public string DataDirectory { get; set; } = ".chs";

    /// <summary>
    /// Whether a new database gets the demo lab, study and accounts, and these accounts can be used: everybody knows their
    /// passwords.
    /// </summary>
    public bool Demo { get; set; }

    /// <summary>
    /// The site's address as browsers see it, for use behind a proxy; null: the address in the request.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Addresses of proxies whose forwarded headers are trusted.</summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    /// <summary>Origins of external front ends whose pages may call v3 with a token.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Largest accepted request body in bytes; larger ones are answered with 413.</summary>
    public long MaximumBody { get; set; } = 32 * 1024 * 1024;

    /// <summary>
    /// Key that encrypts what must be readable again, such as secrets of second factors: 32 bytes in base64.
    /// </summary>
    /// <remarks>Null: a key is generated into a file in the data folder.</remarks>
    public string? SealingKey { get; set; }

    /// <summary>IANA id of the zone in which the site's days begin and end.</summary>
    public string SiteTimeZone { get; set; } = "America/New_York";

    /// <summary>Log-ins elsewhere that open accounts of this site, in the order of their buttons.</summary>
    public IReadOnlyList<OpenIdSettings> OpenId { get; set; } = [];

    public FrontEndSettings FrontEnd { get; } = new();
    public DatabaseSettings Database { get; } = new();
    public AccountSettings Accounts { get; } = new();
    public ReviewSettings Review { get; } = new();
    public MailSettings Mail { get; } = new();
    public PlaySettings Play { get; } = new();
    public QueueSettings Queue { get; } = new();
    public ArtefactSettings Artefacts { get; } = new();
    public VideoSettings Videos { get; } = new();
    public BuildSettings Builds { get; } = new();

    /// <summary>Binds and checks all keys.</summary>
    /// <param name="serves">Whether families are going to be served, which needs more settings than a command does.</param>
    /// <returns>The settings; null when any key is wrong, and then every fault at once.</returns>
    public static ChsSettings? Read(IConfiguration configuration, out IReadOnlyList<string> faults, bool serves = false)
    {
        var settings = SettingsBinder.Bind(configuration.GetSection("Chs"), out var unbound);
        var failures = new ChsSettingsValidator(serves).Validate(settings).Errors;
        faults = [.. unbound, .. failures.Select(failure => SettingsRules.Fault(failure))];
        settings.PlaceInDataDirectory();
        return faults is [] ? settings : null;
    }

    /// <summary>The site's addresses, for links.</summary>
    /// <param name="root">Where browsers reach this program.</param>
    public SiteAddress AddressAt(Uri root)
    {
        var address = root.AbsoluteUri.EndsWith('/') ? root : new Uri(root.AbsoluteUri + "/");
        return new SiteAddress(address, FrontEnd.AddressAt(address)) { PlayHost = Play.AddressFor(address).Host };
    }

    /// <summary>Gives a place to what the operator hasn't placed elsewhere.</summary>
    void PlaceInDataDirectory()
    {
        DataDirectory = Path.GetFullPath(DataDirectory);
        Database.ConnectionString ??= $"Data Source={Path.Combine(DataDirectory, "chs.db")}";
        Mail.Folder ??= Path.Combine(DataDirectory, "mail");
        Artefacts.Folder ??= Path.Combine(DataDirectory, "artefacts");
        if (FrontEnd.Folder is { } pages)
            FrontEnd.Folder = Path.GetFullPath(pages);
    }
}
