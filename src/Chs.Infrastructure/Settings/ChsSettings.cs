using System.Net;
using Chs.Application.Accounts;
using Chs.Application.Site;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Microsoft.Extensions.Configuration;

namespace Chs.Infrastructure.Settings;

/// <summary>Everything that an operator can set, below <c>Chs:</c> (as environment variables <c>Chs__…</c>).</summary>
/// <remarks>
/// <c>docs/configuration.md</c> describes each key; a test compares that page with the keys read here.
/// </remarks>
public sealed record ChsSettings
{
    /// <summary>Absolute path of the folder that holds the embedded database, mail and artefacts.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Whether a new database gets the demo lab, study and accounts.</summary>
    public required bool Demo { get; init; }

    public required DatabaseProvider Database { get; init; }
    public required string ConnectionString { get; init; }

    /// <summary>
    /// The site's address as browsers see it, for use behind a proxy; null: the address in the request.
    /// </summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Proxies whose forwarded headers are trusted.</summary>
    public required IReadOnlyList<IPAddress> TrustedProxies { get; init; }

    /// <summary>Origins of external front ends whose pages may call v3 with a token.</summary>
    public required IReadOnlyList<string> AllowedOrigins { get; init; }

    /// <summary>Largest accepted request body in bytes; larger ones are answered with 413.</summary>
    public required long MaximumBody { get; init; }

    /// <summary>
    /// Key that encrypts what must be readable again, such as secrets of second factors: 32 bytes in base64.
    /// </summary>
    /// <remarks>Null: a key is generated into a file in the data folder.</remarks>
    public string? SealingKey { get; init; }

    /// <summary>Key with which recorders sign their call-backs; null: no call-back is accepted.</summary>
    public string? CallbackKey { get; init; }

    /// <summary>What is required of accounts.</summary>
    public required AccountRules Accounts { get; init; }

    /// <summary>Which changes of approved studies don't need another review.</summary>
    public required ReviewPolicy Review { get; init; }

    /// <summary>Where the site's days begin and end.</summary>
    public required SiteTimeZone TimeZone { get; init; }

    /// <summary>Address of an external front end, to which links in mails lead; null: our own pages.</summary>
    public Uri? FrontEnd { get; init; }

    /// <summary>The institution's single sign-on; null: none.</summary>
    public OpenIdSettings? OpenId { get; init; }

    public required MailSettings Mail { get; init; }
    public required PlaySettings Play { get; init; }
    public required QueueSettings Queue { get; init; }
    public required ArtefactSettings Artefacts { get; init; }
    public required BuildSettings Builds { get; init; }

    /// <summary>Reads and checks all keys.</summary>
    /// <returns>The settings; null when any value is wrong, and then every fault at once.</returns>
    public static ChsSettings? Read(IConfiguration configuration, out IReadOnlyList<string> faults) =>
        Read(configuration, out faults, out _);

    /// <param name="keys">Every key that can be set, so that a test can compare them with their documentation.</param>
    internal static ChsSettings? Read(
        IConfiguration configuration,
        out IReadOnlyList<string> faults,
        out IReadOnlyCollection<string> keys
    )
    {
        var reader = new SettingsReader(configuration.GetSection("Chs"));
        var settings = ReadAll(reader);
        reader.RefuseUnknownKeys();
        faults = reader.Faults;
        keys = reader.KnownKeys;
        return faults is [] ? settings : null;
    }

    static ChsSettings ReadAll(SettingsReader reader)
    {
        var data = Path.GetFullPath(reader.Text("DataDirectory") ?? ".chs");
        var database = reader.Choice("Database:Provider", DatabaseProvider.Sqlite);
        var connectionString = ReadConnectionString(reader, database, data);
        reader.Only("Videos:Provider", "Disk");
        var demo = reader.Flag("Demo", true);
        return new ChsSettings
        {
            DataDirectory = data,
            Demo = demo,
            Database = database,
            ConnectionString = connectionString,
            PublicUrl = reader.WebAddress("PublicUrl"),
            TrustedProxies = reader.Addresses("TrustedProxies"),
            AllowedOrigins = reader.Origins("AllowedOrigins"),
            MaximumBody = reader.Number("MaximumBody", 32 * 1024 * 1024, 1024, 1024 * 1024 * 1024),
            SealingKey = reader.Key("SealingKey"),
            CallbackKey = reader.Secret("Videos:CallbackKey", 32),
            Accounts = ReadAccountRules(reader, demo),
            Review = ReadReviewPolicy(reader),
            TimeZone = new(reader.TimeZone("SiteTimeZone", "America/New_York")),
            FrontEnd = reader.WebAddress("FrontEnd"),
            OpenId = OpenIdSettings.Read(reader),
            Mail = MailSettings.Read(reader, Path.Combine(data, "mail")),
            Play = PlaySettings.Read(reader),
            Queue = QueueSettings.Read(reader),
            Artefacts = ArtefactSettings.Read(reader, Path.Combine(data, "artefacts")),
            Builds = BuildSettings.Read(reader, data),
        };
    }

    static string ReadConnectionString(SettingsReader reader, DatabaseProvider database, string data)
    {
        var connectionString = reader.Text("Database:ConnectionString");
        if (connectionString is null && database is DatabaseProvider.Postgres)
            reader.Fault(
                "Database:ConnectionString",
                "PostgreSQL needs one, such as 'Host=…;Database=chs;Username=chs;Password=…'"
            );
        return connectionString ?? $"Data Source={Path.Combine(data, "chs.db")}";
    }

    static AccountRules ReadAccountRules(SettingsReader reader, bool demo)
    {
        var defaultRule = demo ? SecondFactorRule.Optional : SecondFactorRule.Researchers;
        return new AccountRules(reader.Choice("Accounts:SecondFactor", defaultRule));
    }

    static ReviewPolicy ReadReviewPolicy(SettingsReader reader)
    {
        var lowRisk = ReviewedField.None;
        foreach (var field in reader.Choices<ReviewedField>("Review:LowRisk"))
            lowRisk |= field;
        return new ReviewPolicy(lowRisk);
    }
}
