using Chs.Infrastructure.Persistence;
using Chs.Infrastructure.Settings;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Chs.Infrastructure.Tests.Settings;

/// <summary>Reading the settings.</summary>
public class ChsSettingsTests
{
    static (ChsSettings? Settings, IReadOnlyList<string> Faults) Read(params (string Key, string Value)[] values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(v => KeyValuePair.Create($"Chs:{v.Key}", (string?)v.Value)))
            .Build();
        return (ChsSettings.Read(configuration, out var faults), faults);
    }

    [Fact]
    public void The_embedded_default_needs_no_settings()
    {
        var (settings, faults) = Read();
        Assert.Empty(faults);
        Assert.Equal((DatabaseProvider.Sqlite, false), (settings!.Database.Provider, settings.Demo));
        Assert.StartsWith(Path.GetFullPath(".chs"), settings.Mail.Folder);
    }

    [Fact]
    public void All_faults_are_reported_at_once()
    {
        var (settings, faults) = Read(
            ("Database:Provider", "Postgres"),
            ("Demo", "perhaps"),
            ("PublicUrl", "ftp://x"),
            ("Mail:Provider", "Smtp"),
            ("TrustedProxies:0", "everybody"),
            ("MaximumBody", "-1"),
            ("AllowedOrigins:0", "https://front.example/page"),
            ("Databse:Provider", "Sqlite"),
            ("Play:Url", "https://play.example/{study}")
        );
        Assert.Null(settings);
        string[] faulty =
        [
            "Database:ConnectionString",
            "Demo",
            "PublicUrl",
            "Mail:Host",
            "TrustedProxies:0",
            "MaximumBody",
            "AllowedOrigins:0",
            "Databse:Provider",
            "Play:Url",
        ];
        Assert.All(
            faulty,
            key => Assert.Contains(faults, fault => fault.StartsWith($"Chs:{key}: ", StringComparison.Ordinal))
        );
        Assert.Equal(9, faults.Count);
    }

    [Theory]
    [InlineData("Queue:Provider", "Kafka")]
    [InlineData("Artefacts:Provider", "Ftp")]
    [InlineData("Videos:Provider", "S3")]
    [InlineData("Mail:Provider", "SendGrid")]
    [InlineData("Database:Provider", "1")]
    public void A_provider_that_is_unknown_is_refused_instead_of_ignored(string key, string value) =>
        Assert.Contains(Read((key, value)).Faults, fault => fault.Contains(value, StringComparison.Ordinal));

    [Theory]
    [InlineData("Queue:Provider", "RabbitMq", "Queue:Uri")]
    [InlineData("Queue:Uri", "http://broker", "Queue:Uri")]
    [InlineData("Artefacts:Provider", "S3", "Artefacts:Bucket")]
    [InlineData("Artefacts:AccessKey", "x", "Artefacts:SecretKey")]
    [InlineData("Artefacts:CredentialsFile", "/nowhere", "Artefacts:CredentialsFile")]
    [InlineData("Builds:Engine", "a socket", "Builds:Engine")]
    [InlineData("Builds:CaBundle", "/nowhere", "Builds:CaBundle")]
    [InlineData("Builds:Build:Seconds", "0", "Builds:Build:Seconds")]
    [InlineData("Builds:CodeHosts:0:Archive", "http://code.test/{commit}", "Builds:CodeHosts:0:Archive")]
    public void Faults_of_the_settings_for_builds_name_their_key(string key, string value, string faulty) =>
        Assert.Contains(
            Read((key, value)).Faults,
            fault => fault.StartsWith($"Chs:{faulty}: ", StringComparison.Ordinal)
        );

    [Fact]
    public void No_fault_repeats_the_password_of_the_broker() =>
        Assert.DoesNotContain(
            Read(("Queue:Uri", "http://user:hidden@broker")).Faults,
            fault => fault.Contains("hidden", StringComparison.Ordinal)
        );

    [Fact]
    public void The_time_zone_of_the_site_is_found_by_its_id()
    {
        Assert.Equal("America/New_York", Read().Settings!.SiteTimeZone);
        Assert.Equal("Europe/Zurich", Read(("SiteTimeZone", "Europe/Zurich")).Settings!.SiteTimeZone);
        var (settings, faults) = Read(("SiteTimeZone", "Mars/Olympus"));
        Assert.Null(settings);
        Assert.StartsWith("Chs:SiteTimeZone: 'Mars/Olympus'", Assert.Single(faults));
    }

    [Fact]
    public void Published_scripts_are_taken_with_their_integrity()
    {
        var (settings, _) = Read(
            ("Play:Scripts", "lookit"),
            ("Play:Lookit:0:Url", "https://cdn.example/a.js"),
            ("Play:Lookit:0:Integrity", "sha384-x")
        );
        Assert.Equal(new PlayScript("https://cdn.example/a.js", "sha384-x"), settings!.Play.Lookit.Single());
    }

    [Fact]
    public void Scripts_and_hosts_of_unsafe_sources_are_refused()
    {
        Assert.NotEmpty(
            Read(("Play:Lookit:0:Url", "http://cdn.example/a.js"), ("Play:Lookit:0:Integrity", "sha384-x")).Faults
        );
        Assert.NotEmpty(Read(("Play:Hosts:0", "https: ; script-src *")).Faults);
    }
}
