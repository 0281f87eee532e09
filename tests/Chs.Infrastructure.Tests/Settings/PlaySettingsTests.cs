using Chs.Infrastructure.Settings;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Chs.Infrastructure.Tests.Settings;

/// <summary>Where studies are played, and what their pages load.</summary>
public class PlaySettingsTests
{
    static ChsSettings? Read(
        bool serves,
        out IReadOnlyList<string> faults,
        params (string Key, string Value)[] values
    ) =>
        ChsSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.Select(v => KeyValuePair.Create($"Chs:{v.Key}", (string?)v.Value)))
                .Build(),
            out faults,
            serves
        );

    static string FaultOf(string key, params (string Key, string Value)[] values)
    {
        Read(serves: true, out var faults, values);
        var fault = Assert.Single(faults);
        Assert.StartsWith($"Chs:{key}: ", fault);
        return fault;
    }

    static IEnumerable<string> WarningsOf(params (string Key, string Value)[] values) =>
        SettingsWarnings.Of(Read(serves: true, out _, values)!, null).Select(warning => warning.Split(": ")[0]);

    [Theory]
    [InlineData(null)]
    [InlineData("http://localhost:5080")]
    [InlineData("https://chs.localhost")]
    [InlineData("http://127.0.0.1:5080")]
    public void A_site_on_this_machine_needs_no_address_for_studies(string? site)
    {
        var settings = Read(serves: true, out var faults, site is null ? [] : [("PublicUrl", site)]);
        Assert.Empty(faults);
        Assert.Equal("play.localhost", settings!.Play.AddressFor(new Uri("http://localhost:5080")).Host);
    }

    [Fact]
    public void Another_site_must_name_one_where_it_serves()
    {
        var site = ("PublicUrl", "https://chs.example");
        Assert.Contains("https://{study}.play.example.org", FaultOf("Play:Url", site));
        Assert.NotNull(Read(serves: false, out _, site));
        var settings = Read(serves: true, out var faults, site, ("Play:Url", "https://{study}.play.example"));
        Assert.Empty(faults);
        Assert.True(settings!.Play.AddressFor(settings.PublicUrl!).IsPerStudy);
    }

    [Theory]
    [InlineData("http://localhost:5080", "http://127.0.0.1:5080")]
    [InlineData("http://127.0.0.1:5080", "http://localhost:5080")]
    [InlineData("http://chs.lan", "http://play.lan")]
    [InlineData("https://localhost", "http://{study}.play.localhost")]
    public void Without_TLS_studies_are_played_on_this_machine_or_as_the_site_is(string site, string play) =>
        Assert.NotNull(Read(serves: true, out _, ("PublicUrl", site), ("Play:Url", play)));

    [Theory]
    [InlineData("https://chs.example", "http://{study}.play.example")]
    [InlineData("https://chs.example", "https://chs.example")]
    [InlineData("https://chs.example", "https://chs.example:8443")]
    [InlineData("https://chs.example", "https://{study}.chs.example")]
    [InlineData("https://www.chs.example", "https://chs.example")]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5081")]
    [InlineData("http://[::1]:5080", "http://[::1]:5081")]
    [InlineData("http://localhost:5080", "http://localhost:5081")]
    [InlineData("https://chs.example", "https://play.example/{study}")]
    public void Other_addresses_of_studies_are_refused(string site, string play) =>
        FaultOf("Play:Url", ("PublicUrl", site), ("Play:Url", play));

    [Theory]
    [InlineData("AllowedOrigins:0", "https://play.example")]
    [InlineData("AllowedOrigins:0", "https://below.play.example:8443")]
    [InlineData("FrontEnd:Url", "https://below.play.example/")]
    public void No_front_end_is_where_studies_are_played(string key, string value) =>
        FaultOf(key, ("PublicUrl", "https://chs.example"), ("Play:Url", "https://{study}.play.example"), (key, value));

    [Fact]
    public void No_front_end_is_where_studies_are_played_by_default() =>
        FaultOf("AllowedOrigins:0", ("AllowedOrigins:0", "http://x.play.localhost:5080"));

    [Fact]
    public void The_published_files_are_known()
    {
        var settings = Read(serves: true, out _, ("Play:Scripts", "lookit"))!;
        var files = settings.Play.ListLookitFiles();
        Assert.Equal(20, files.Count);
        Assert.All(files, file => Assert.Matches("^sha384-[A-Za-z0-9+/]{64}$", file.Integrity));
        Assert.Equal(
            ["https://unpkg.com/jspsych@8.0.3/css/jspsych.css", "https://unpkg.com/@lookit/style@0.3.0"],
            files.Where(file => file.IsStyle).Select(file => file.Url)
        );
    }

    [Fact]
    public void Listed_files_take_the_place_of_the_published_ones()
    {
        var settings = Read(
            serves: true,
            out _,
            ("Play:Lookit:0:Url", "https://cdn.example/a.css"),
            ("Play:Lookit:0:Integrity", "sha384-x"),
            ("Play:Lookit:1:Url", "https://cdn.example/style@1"),
            ("Play:Lookit:1:Integrity", "sha384-y"),
            ("Play:Lookit:1:Kind", "Style"),
            ("Play:Lookit:2:Url", "https://cdn.example/code@1"),
            ("Play:Lookit:2:Integrity", "sha384-z")
        )!;
        Assert.Equal([true, true, false], settings.Play.ListLookitFiles().Select(file => file.IsStyle));
    }

    [Theory]
    [InlineData("https://chs.example", "https://play.chs-studies.example", "")]
    [InlineData("https://chs.example", "https://{study}.play.chs.example", "Chs:Play:Url")]
    [InlineData("https://www.chs.example", "https://play.chs.example", "Chs:Play:Url")]
    [InlineData("http://chs.example", "http://play.other.example", "Chs:PublicUrl")]
    [InlineData("http://localhost:5080", "http://127.0.0.1:5080", "")]
    [InlineData("https://10.1.2.3", "https://10.1.2.4", "")]
    public void What_protects_families_less_is_said_at_the_start(string site, string play, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                ',',
                WarningsOf(("PublicUrl", site), ("Play:Url", play), ("Mail:Provider", "Smtp"), ("Mail:Host", "mx"))
            )
        );

    [Fact]
    public void What_a_default_or_the_demo_gives_away_is_said_at_the_start()
    {
        (string, string)[] others = [("PublicUrl", "https://chs.example"), ("Play:Url", "https://play.other.example")];
        string[] folder = ["Chs:Accounts:LogInAtOnce", "Chs:Mail:Provider"];
        Assert.Equal(folder, WarningsOf(others));
        Assert.Equal(["Chs:Demo", .. folder], WarningsOf([.. others, ("Demo", "true")]));
        Assert.Empty(WarningsOf(("Demo", "true")));
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://localhost:5080;http://*:80")]
    [InlineData("http://192.0.2.7:5080")]
    public void A_site_that_listens_to_other_machines_is_told_to_name_its_address(string urls)
    {
        var settings = Read(serves: true, out _)!;
        Assert.StartsWith("Chs:PublicUrl: ", SettingsWarnings.Of(settings, urls).First());
        Assert.Empty(SettingsWarnings.Of(settings, "http://localhost:5080"));
        Assert.Empty(SettingsWarnings.Of(settings, null));
    }

    [Fact]
    public void Families_of_other_machines_can_not_play_at_localhost() =>
        Assert.Contains(
            "localhost",
            FaultOf("Play:Url", ("PublicUrl", "http://chs.lan"), ("Play:Url", "http://{study}.play.localhost:5080"))
        );
}
