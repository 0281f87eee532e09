using Chs.Application.Accounts;
using Chs.Application.Site;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Queues;
using Microsoft.Extensions.Configuration;

namespace Chs.Infrastructure.Settings;

/// <summary>Everything an operator can set, below <c>Chs:</c> (environment: <c>Chs__…</c>). <c>docs/configuration.md</c> describes each key.</summary>
public sealed record ChsSettings
{
    /// <summary>Folder for what the embedded default keeps: database, mail.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Whether a new database gets the demo lab, study and accounts.</summary>
    public required bool Demo { get; init; }

    public required DatabaseProvider Database { get; init; }
    public required string ConnectionString { get; init; }

    /// <summary>How browsers reach us, when a proxy hides it; null: as the request says.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Proxies whose forwarded headers are believed.</summary>
    public required IReadOnlyList<System.Net.IPAddress> TrustedProxies { get; init; }

    /// <summary>Origins of front ends elsewhere whose pages may call v3 with a token.</summary>
    public required IReadOnlyList<string> AllowedOrigins { get; init; }

    /// <summary>Largest request body in bytes; larger ones are answered 413.</summary>
    public required long MaximumBody { get; init; }

    /// <summary>Key that encrypts what must be readable again, such as secrets of second factors: 32 bytes in base64; null: a file in the data folder.</summary>
    public string? SealingKey { get; init; }

    /// <summary>Key with which recorders sign their call-backs; null: none is believed.</summary>
    public string? CallbackKey { get; init; }

    /// <summary>What is demanded of accounts.</summary>
    public required Chs.Application.Accounts.AccountRules Accounts { get; init; }

    /// <summary>Which changes of approved studies don't need another review.</summary>
    public required Chs.Domain.Studies.ReviewPolicy Review { get; init; }

    /// <summary>Where the site's days begin and end.</summary>
    public required SiteTimeZone TimeZone { get; init; }

    /// <summary>Address of a front end elsewhere, to which links in mails lead; null: our own pages.</summary>
    public Uri? FrontEnd { get; init; }

    /// <summary>The institution's log-in; null: none.</summary>
    public OpenIdSettings? OpenId { get; init; }

    public required MailSettings Mail { get; init; }
    public required PlaySettings Play { get; init; }
    public required QueueSettings Queue { get; init; }
    public required ArtefactSettings Artefacts { get; init; }
    public required BuildSettings Builds { get; init; }

    /// <summary>Reads and checks all keys.</summary>
    /// <returns>The settings; or null, and then every fault at once.</returns>
    public static ChsSettings? Read(IConfiguration configuration, out IReadOnlyList<string> faults) =>
        Read(configuration, out faults, out _);

    /// <param name="keys">Every key that can be set, so that a test can compare them with their page.</param>
    internal static ChsSettings? Read(
        IConfiguration configuration,
        out IReadOnlyList<string> faults,
        out IReadOnlyCollection<string> keys
    )
    {
        var reader = new SettingsReader(configuration.GetSection("Chs"));
        var data = Path.GetFullPath(reader.Text("DataDirectory") ?? ".chs");
        var database = reader.Choice("Database:Provider", DatabaseProvider.Sqlite);
        var connection = reader.Text("Database:ConnectionString");
        if (connection is null && database is DatabaseProvider.Postgres)
            reader.Fault(
                "Database:ConnectionString",
                "PostgreSQL needs one, such as 'Host=…;Database=chs;Username=chs;Password=…'"
            );
        reader.Only("Videos:Provider", "Disk");

        var demo = reader.Flag("Demo", true);
        var settings = new ChsSettings
        {
            DataDirectory = data,
            Demo = demo,
            Database = database,
            ConnectionString = connection ?? $"Data Source={Path.Combine(data, "chs.db")}",
            PublicUrl = reader.WebAddress("PublicUrl"),
            TrustedProxies = reader.Addresses("TrustedProxies"),
            AllowedOrigins = reader.Origins("AllowedOrigins"),
            MaximumBody = reader.Number("MaximumBody", 32 * 1024 * 1024, 1024, 1024 * 1024 * 1024),
            SealingKey = reader.Key("SealingKey"),
            CallbackKey = reader.Secret("Videos:CallbackKey", 32),
            Accounts = new(
                reader.Choice(
                    "Accounts:SecondFactor",
                    demo
                        ? Chs.Application.Accounts.SecondFactorRule.Optional
                        : Chs.Application.Accounts.SecondFactorRule.Researchers
                )
            ),
            Review = new(
                reader
                    .Choices<Chs.Domain.Studies.ReviewedField>("Review:LowRisk")
                    .Aggregate(Chs.Domain.Studies.ReviewedField.None, (all, one) => all | one)
            ),
            TimeZone = new(reader.TimeZone("SiteTimeZone", "America/New_York")),
            FrontEnd = reader.WebAddress("FrontEnd"),
            OpenId = OpenIdSettings.Read(reader),
            Mail = MailSettings.Read(reader, Path.Combine(data, "mail")),
            Play = PlaySettings.Read(reader),
            Queue = ReadQueue(reader),
            Artefacts = ArtefactSettings.Read(reader, Path.Combine(data, "artefacts")),
            Builds = BuildSettings.Read(reader, data),
        };
        reader.RefuseUnknownKeys();
        (faults, keys) = (reader.Faults, reader.Known);
        return faults is [] ? settings : null;
    }

    enum QueueProvider
    {
        Embedded = 1,
        RabbitMq = 2,
    }

    static QueueSettings ReadQueue(SettingsReader reader)
    {
        var provider = reader.Choice("Queue:Provider", QueueProvider.Embedded);
        var uri = reader.Broker("Queue:Uri");
        if (provider is QueueProvider.RabbitMq && uri is null)
            reader.Fault("Queue:Uri", "RabbitMQ needs one, such as 'amqp://user:password@host:5672/'");
        return new QueueSettings(
            provider is QueueProvider.RabbitMq ? uri : null,
            reader.Text("Queue:Name") ?? "chs.builds",
            BuildSettings.AtOnce(reader),
            TimeSpan.FromSeconds(60)
        );
    }
}

/// <summary>Where mail goes.</summary>
/// <param name="Folder">Each mail becomes a file here; null: mail is sent by SMTP.</param>
/// <param name="From">Sender address.</param>
public sealed record MailSettings(string? Folder, string From, string Host, int Port, string? User, string? Password)
{
    enum Provider
    {
        Folder = 1,
        Smtp = 2,
    }

    internal static MailSettings Read(SettingsReader reader, string folder)
    {
        var provider = reader.Choice("Mail:Provider", Provider.Folder);
        var host = reader.Text("Mail:Host");
        if (provider is Provider.Smtp && host is null)
            reader.Fault("Mail:Host", "SMTP needs a host");
        return new MailSettings(
            provider is Provider.Folder ? reader.Text("Mail:Folder") ?? folder : null,
            reader.Text("Mail:From") ?? "chs@localhost",
            host ?? "",
            (int)reader.Number("Mail:Port", 587, 1, 65535),
            reader.Text("Mail:User"),
            reader.Text("Mail:Password")
        );
    }
}

/// <summary>A log-in of the institution (OpenID Connect, authorization code with PKCE).</summary>
/// <param name="Authority">The provider's address.</param>
/// <param name="ClientId">As whom we are registered there.</param>
/// <param name="ClientSecret">What proves it.</param>
/// <param name="Name">What the button says.</param>
public sealed record OpenIdSettings(Uri Authority, string ClientId, string ClientSecret, string Name)
{
    internal static OpenIdSettings? Read(SettingsReader reader)
    {
        var (authority, client, secret, name) = (
            reader.WebAddress("OpenId:Authority"),
            reader.Text("OpenId:ClientId"),
            reader.Text("OpenId:ClientSecret"),
            reader.Text("OpenId:Name") ?? "your institution"
        );
        if (authority is null && client is null && secret is null)
            return null;
        if (authority is null)
            reader.Fault("OpenId:Authority", "give the provider's address, such as https://login.uni.example");
        if (authority is { Scheme: "http", IsLoopback: false })
            reader.Fault("OpenId:Authority", "use https; http is for trying on this machine only");
        if (client is null)
            reader.Fault("OpenId:ClientId", "give the id with which this site is registered there");
        if (secret is null)
            reader.Fault("OpenId:ClientSecret", "give the secret with which this site is registered there");
        return authority is null || client is null || secret is null
            ? null
            : new OpenIdSettings(authority, client, secret, name);
    }
}

/// <summary>What families' pages load.</summary>
/// <param name="Scripts"><c>chs</c>: our own bundle; <c>lookit</c>: the published packages from a content network.</param>
/// <param name="Lookit">The scripts and styles of the manifest <c>lookit</c>, in order.</param>
/// <param name="MediaSources">Where experiments may load images, sounds and films from besides this site, in the notation of Content-Security-Policy.</param>
public sealed record PlaySettings(string Scripts, IReadOnlyList<PlayScript> Lookit, IReadOnlyList<string> MediaSources)
{
    internal static PlaySettings Read(SettingsReader reader)
    {
        var scripts = reader.Text("Play:Scripts") ?? "chs";
        if (scripts is not ("chs" or "lookit"))
            reader.Fault("Play:Scripts", "must be 'chs' or 'lookit'");
        var media = reader.List("Play:MediaSources");
        foreach (var source in media)
            if (source.Any(c => char.IsWhiteSpace(c) || c is ';' or ','))
                reader.Fault("Play:MediaSources", $"'{source}' isn't one source");
        var lookit = reader.Scripts("Play:Lookit");
        if (scripts is "lookit" && lookit is [])
            reader.Fault(
                "Play:Lookit",
                "the manifest 'lookit' needs its scripts; docs/configuration.md shows the list"
            );
        return new PlaySettings(scripts, lookit, media);
    }
}

/// <summary>A file of the manifest <c>lookit</c>.</summary>
/// <param name="Url">Absolute https address; ends in .css or .js.</param>
/// <param name="Integrity">As browsers check it, such as <c>sha384-…</c>.</param>
public sealed record PlayScript(string Url, string Integrity);
