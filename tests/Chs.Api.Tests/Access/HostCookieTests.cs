using System.Net;
using Chs.Api.Access;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>Cookies that other hosts of the site's domain can't set.</summary>
[Collection("api")]
public class HostCookieTests(ApiHost host)
{
    static readonly HostCookie Cookie = new("sessionid");

    [Theory]
    [InlineData("https://chs.example", "__Host-sessionid")]
    [InlineData("https://127.0.0.1", "__Host-sessionid")]
    [InlineData("http://localhost:5080", "__Host-sessionid")]
    [InlineData("http://x.play.localhost:5080", "__Host-sessionid")]
    [InlineData("http://127.0.0.1:5080", "sessionid")]
    [InlineData("http://[::1]:5080", "sessionid")]
    [InlineData("http://chs.lan", "sessionid")]
    [InlineData("http://localhost.example", "sessionid")]
    public void The_name_has_the_prefix_where_browsers_keep_it(string origin, string name) =>
        Assert.Equal(name, Cookie.NameAt(new Uri(origin)));

    [Theory]
    [InlineData("sessionid=planted", null)]
    [InlineData("__host-sessionid=planted", null)]
    [InlineData("\u2000__Host-sessionid=planted", null)]
    [InlineData("\t__Host-sessionid=planted", null)]
    [InlineData("x__Host-sessionid=planted; __Host-sessionid2=planted; __Host-sessionid", null)]
    [InlineData("sessionid=planted; __Host-sessionid=own; other=1", "own")]
    [InlineData("__Host-sessionid=a%20b", "a b")]
    public void Only_the_one_name_is_read(string header, string? expected)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = header;
        Assert.Equal(expected, Cookie.Read(http, new Uri("https://chs.example")));
    }

    [Fact]
    public void It_is_set_as_browsers_demand_it_also_behind_a_proxy_that_hides_TLS()
    {
        var http = new DefaultHttpContext();
        Cookie.Set(http, new Uri("https://chs.example"), "secret", null);
        Assert.Equal(
            "__Host-sessionid=secret; path=/; secure; samesite=lax; httponly",
            http.Response.Headers.SetCookie.ToString()
        );
    }

    [Fact]
    public async Task A_log_in_counts_under_the_name_of_its_address_alone()
    {
        using var browser = host.Nobody();
        (string, string) localhost = ("Host", $"localhost:{host.Server.Address.Port}");
        using var answer = await browser.PostAsync(
            "/api/v3/session",
            new { email = "researcher@demo.chs", password = "let us try CHS" },
            localhost
        );
        var set = answer.Headers.GetValues("Set-Cookie").ToList();
        var session = set.Single(cookie => cookie.StartsWith("__Host-sessionid=", StringComparison.Ordinal));
        Assert.Contains(set, cookie => cookie.StartsWith("__Host-device=", StringComparison.Ordinal));
        Assert.EndsWith("; path=/; secure; samesite=lax; httponly", session);
        var named = session.Split(';')[0];
        var plain = named["__Host-".Length..];

        await browser.GetAsync("/api/v3/me", localhost, ("Cookie", named)).HasStatusAsync(HttpStatusCode.OK);
        await browser.GetAsync("/api/v3/me", localhost, ("Cookie", plain)).HasStatusAsync(HttpStatusCode.Unauthorized);
        await browser.GetAsync("/api/v3/me", ("Cookie", named)).HasStatusAsync(HttpStatusCode.Unauthorized);
        await browser.GetAsync("/api/v3/me", ("Cookie", plain)).HasStatusAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task As_many_cookies_as_a_browser_keeps_shut_nobody_out()
    {
        using var parent = await host.LoggedInAsync("parent");
        var planted = Enumerable.Range(0, 180).Select(i => $"c{i:000}={new string('x', 4091)}");
        var cookies = string.Join("; ", [.. planted, $"sessionid={parent.Cookie("sessionid")}"]);
        await parent.GetAsync("/api/v3/me", ("Cookie", cookies)).HasStatusAsync(HttpStatusCode.OK);
    }
}
