using Chs.Application.Studies;
using Xunit;

namespace Chs.Application.Tests.Studies;

public class HostNamesTests
{
    [Theory]
    [InlineData("https://cdn.example.org/a.js", "cdn.example.org")]
    [InlineData("HTTP://CDN.Example.ORG:8080", "cdn.example.org")]
    [InlineData("wss://live.example.org/socket", "live.example.org")]
    [InlineData("//cdn.example.org/a.js", "cdn.example.org")]
    [InlineData("<img src='//cdn.example.org/a.png'>", "cdn.example.org")]
    [InlineData("<img src=https://a.example/1><img src=\"http://b.example\">", "a.example b.example")]
    [InlineData("url(https://fonts.example/f.woff2), url(//f.example/g)", "f.example fonts.example")]
    [InlineData("https://user:word@example.org/", "example.org")]
    [InlineData("https://good.example@evil.example/", "evil.example")]
    [InlineData(@"https:\\evil.example\a", "evil.example")]
    [InlineData("https:////evil.example", "evil.example")]
    [InlineData("wss:evil.example", "evil.example")]
    [InlineData("https://ev%69l.example/", "evil.example")]
    [InlineData("https://bücher.example/", "xn--bcher-kva.example")]
    [InlineData("http://127.0.0.1:3000/", "127.0.0.1")]
    [InlineData("http://[2001:db8::1]:80/", "[2001:db8::1]")]
    [InlineData("http://intranet/stimuli", "intranet")]
    [InlineData("See https://example.org.", "example.org")]
    [InlineData("blob:https://example.org/1", "example.org")]
    public void Finds_the_hosts_of_addresses(string text, string hosts) =>
        Assert.Equal(hosts.Split(' '), HostNames.In([text]));

    [Theory]
    [InlineData("/static/a.js")]
    [InlineData("a//b.c")]
    [InlineData("// a comment")]
    [InlineData("data:image/png;base64,AAAA//BB.CC")]
    [InlineData("https://")]
    [InlineData("http: no address")]
    [InlineData("mailto:lab@example.org")]
    [InlineData("https://\0.example.org/")]
    [InlineData("https://cdn\0")]
    [InlineData("https://" + "xn--\u00ad")]
    public void Finds_nothing_where_no_host_is_named(string text) => Assert.Empty(HostNames.In([text]));

    [Fact]
    public void Names_each_host_once_and_in_order() =>
        Assert.Equal(
            ["a.example", "b.example"],
            HostNames.In(["https://b.example", "//A.example", "http://b.example/2"])
        );
}
