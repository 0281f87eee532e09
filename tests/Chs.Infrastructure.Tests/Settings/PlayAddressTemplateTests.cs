using Chs.Infrastructure.Settings;
using Xunit;

namespace Chs.Infrastructure.Tests.Settings;

/// <summary>Addresses at which studies are played.</summary>
public class PlayAddressTemplateTests
{
    static readonly Guid Study = new("0f8fad5b-d9cb-469f-a165-70867728950e");

    static PlayAddressTemplate Parse(string text)
    {
        Assert.True(PlayAddressTemplate.TryParse(text, out var template), text);
        return template;
    }

    [Theory]
    [InlineData("https://{study}.play.example.org", "https://0f8fad5b-d9cb-469f-a165-70867728950e.play.example.org/")]
    [InlineData(
        "https://{study}.Play.example.org:8443/",
        "https://0f8fad5b-d9cb-469f-a165-70867728950e.play.example.org:8443/"
    )]
    [InlineData("https://play.example.org", "https://play.example.org/")]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080/")]
    [InlineData("http://[::1]:5080", "http://[::1]:5080/")]
    [InlineData(
        "https://{study}.jeu.exämple.org",
        "https://0f8fad5b-d9cb-469f-a165-70867728950e.jeu.xn--exmple-cua.org/"
    )]
    public void A_study_stands_before_the_host_or_nowhere(string text, string expected) =>
        Assert.Equal(expected, Parse(text).UrlFor(Study).AbsoluteUri);

    [Theory]
    [InlineData("")]
    [InlineData("play.example.org")]
    [InlineData("ftp://play.example.org")]
    [InlineData("https://")]
    [InlineData("https://{study}")]
    [InlineData("https://{study}.")]
    [InlineData("https://x{study}.play.example.org")]
    [InlineData("https://{study}x.play.example.org")]
    [InlineData("https://play.{study}.example.org")]
    [InlineData("https://{study}.{study}.example.org")]
    [InlineData("https://{STUDY}.play.example.org")]
    [InlineData("https://*.play.example.org")]
    [InlineData("https://{study}.127.0.0.1")]
    [InlineData("https://{study}.[::1]")]
    [InlineData("https://play.example.org/{study}")]
    [InlineData("https://play.example.org/below")]
    [InlineData("https://play.example.org?")]
    [InlineData("https://play.example.org#")]
    [InlineData("https://who@play.example.org")]
    [InlineData("https://play.example.org:99999")]
    [InlineData("https://play.example.org https://x.example")]
    public void Anything_else_is_no_address(string text) => Assert.False(PlayAddressTemplate.TryParse(text, out _));

    [Theory]
    [InlineData("http://localhost:5080", "http://{study}.play.localhost:5080")]
    [InlineData("https://localhost", "https://{study}.play.localhost")]
    public void A_site_on_this_machine_plays_below_play_localhost(string site, string expected)
    {
        var template = PlayAddressTemplate.DefaultFor(new Uri(site));
        Assert.True(template.IsPerStudy);
        Assert.Equal(expected, template.ToString());
    }

    [Theory]
    [InlineData("https://{study}.play.example.org:8443")]
    [InlineData("https://play.example.org")]
    [InlineData("http://[::1]:5080")]
    public void An_address_is_written_as_it_was_read(string text) => Assert.Equal(text, Parse(text).ToString());

    [Theory]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e.play.example.org", true)]
    [InlineData("0F8FAD5B-D9CB-469F-A165-70867728950E.PLAY.EXAMPLE.ORG", true)]
    [InlineData("0f8fad5bd9cb469fa16570867728950e.play.example.org", false)]
    [InlineData("x.0f8fad5b-d9cb-469f-a165-70867728950e.play.example.org", false)]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e.example.org", false)]
    [InlineData(".play.example.org", false)]
    [InlineData("play.example.org", false)]
    public void The_first_label_names_the_study(string host, bool isStudy)
    {
        Assert.Equal(isStudy ? Study : null, Parse("https://{study}.play.example.org").StudyOf(host));
        Assert.Null(Parse("https://play.example.org").StudyOf(host));
    }

    [Theory]
    [InlineData("play.example.org", true)]
    [InlineData("Anything.below.Play.example.org", true)]
    [InlineData("example.org", false)]
    [InlineData("xplay.example.org", false)]
    public void Covers_the_host_and_everything_below(string host, bool expected)
    {
        Assert.Equal(expected, Parse("https://{study}.play.example.org").Covers(host));
        Assert.Equal(expected, Parse("https://play.example.org").Covers(host));
    }

    [Theory]
    [InlineData("play.chs.example", "chs.example", true)]
    [InlineData("chs.example", "play.chs.example", true)]
    [InlineData("a.chs.example", "b.chs.EXAMPLE", true)]
    [InlineData("chs.example", "chs-play.example", false)]
    [InlineData("10.1.2.3", "11.1.2.3", false)]
    public void Hosts_of_one_domain_may_share_cookies(string host, string other, bool expected) =>
        Assert.Equal(expected, HostNames.MayShareCookies(host, other));

    [Theory]
    [InlineData("http://localhost:5080", true)]
    [InlineData("http://x.play.localhost", true)]
    [InlineData("http://127.0.0.1", true)]
    [InlineData("http://[::1]:80", true)]
    [InlineData("http://192.168.1.5", false)]
    [InlineData("http://localhost.example", false)]
    public void This_machine_has_some_names(string address, bool expected) =>
        Assert.Equal(expected, HostNames.IsThisMachine(new Uri(address)));
}
