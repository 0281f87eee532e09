using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests.Attacks;

/// <summary>A study's code sets cookies that other hosts receive.</summary>
[Collection("Attacks")]
public class CookieTests(TwoLabs labs)
{
    /// <summary>Sets cookies under a name at each host that this page can name.</summary>
    public const string SetEverywhere = """
        ({ name, value }) => {
          const labels = location.hostname.split(".");
          const domains = ["", ...labels.map((_, i) => `; domain=${labels.slice(i).join(".")}`)];
          for (const domain of domains) {
            document.cookie = `${name}=${value}; path=/; max-age=3600${domain}`;
            document.cookie = `${name}=${value}; path=/; max-age=3600; secure${domain}`;
          }
        }
        """;

    /// <summary>Sets as many large cookies as are asked for, for the domain above the study's host.</summary>
    public const string SetLarge = """
        (count) => {
          const domain = location.hostname.split(".").slice(1).join(".");
          for (let i = 0; i < count; i++) {
            document.cookie = `large${i}=${"x".repeat(3900)}; path=/; max-age=3600; domain=${domain}`;
          }
          return document.cookie.split("large").length - 1;
        }
        """;

    [BrowserTheory]
    [InlineData("family")]
    [InlineData("researcher")]
    [InlineData("administrator")]
    public async Task Nobody_is_logged_in_as_somebody_else(string role)
    {
        await using var victim = await labs.VictimAsync(role);
        var attackers = labs.Others.Cookie(BrowserHost.PrefixedLogIn)!;
        foreach (var name in (string[])[BrowserHost.PlainLogIn, BrowserHost.PrefixedLogIn])
            await victim.Page.EvaluateAsync(SetEverywhere, new { name, value = attackers });
        Assert.Contains(attackers, await victim.Page.EvaluateAsync<string>("document.cookie"));
        Assert.Equal(await victim.IdAsync(), await victim.LoggedInAsync());
    }

    [BrowserFact]
    public async Task The_key_to_a_play_cant_be_read_or_replaced()
    {
        await using var victim = await labs.VictimAsync("family");
        var cookies = await victim.Context.CookiesAsync([victim.Page.Url]);
        var key = cookies.Single(cookie => cookie.Name == "__Host-chs-play");
        Assert.True(key.HttpOnly);
        Assert.DoesNotContain(key.Value, await victim.Page.EvaluateAsync<string>("document.cookie"));
        foreach (var name in (string[])["chs-play", "__Host-chs-play"])
            await victim.Page.EvaluateAsync(SetEverywhere, new { name, value = "forged" });
        var status = await victim.Page.EvaluateAsync<int>(
            "fetch(`/api/v2/responses/${chs.response.id}/`).then((answer) => answer.status)"
        );
        Assert.Equal(200, status);
    }

    [BrowserFact]
    public async Task Large_cookies_shut_no_family_out()
    {
        await using var victim = await labs.VictimAsync("family");
        Assert.True(await victim.Page.EvaluateAsync<int>(SetLarge, 30) >= 12);
        Assert.Equal(await victim.IdAsync(), await victim.LoggedInAsync());
        await victim.PlayAsync();
        // The other study's host receives them, too.
        await victim.Page.GotoAsync(victim.Path.Replace($"{labs.Attacking}", $"{labs.Attacked}"));
        await victim.Page.GetByText("Hello from the second lab").WaitForAsync();
        await victim.Page.GetByRole(AriaRole.Button, new() { Name = "On" }).ClickAsync();
        await victim.Page.GetByText("The last one").WaitForAsync();
    }
}
