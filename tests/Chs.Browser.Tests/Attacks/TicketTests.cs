using Chs.Testing;
using Xunit;

namespace Chs.Browser.Tests.Attacks;

/// <summary>Somebody brings a ticket or a start code of their own into another's browser.</summary>
[Collection("Attacks")]
public class TicketTests(TwoLabs labs)
{
    [BrowserFact]
    public async Task A_ticket_opens_nothing_in_another_browser()
    {
        await using var victim = await labs.VictimAsync("family");
        var session = await victim.Page.EvaluateAsync<string>("chs.response.id");
        using var attacker = await labs.NewParentAsync();
        var page = await victim.Context.NewPageAsync();
        await page.GotoAsync(await EnterAddressAsync(attacker));
        await page.GetByText("This study can't be started").WaitForAsync();
        // The family's own play goes on.
        await victim.PlayAsync();
        Assert.Equal(session, await victim.Page.EvaluateAsync<string>("chs.response.id"));
        Assert.Equal(await victim.IdAsync(), await victim.LoggedInAsync());
    }

    /// <returns>The address with a ticket to which the site leads the attacker's own browser.</returns>
    async Task<string> EnterAddressAsync(ApiClient attacker)
    {
        var child = (await Studies.ChildrenAsync(attacker))[0];
        var begin = await LocationAsync(attacker, $"/studies/j/{labs.Attacking}/{child}/");
        using var play = attacker.At(new Uri(begin.GetLeftPart(UriPartial.Authority)));
        var back = await LocationAsync(play, begin.PathAndQuery);
        return (await LocationAsync(attacker, back.PathAndQuery)).AbsoluteUri;
    }

    static async Task<Uri> LocationAsync(ApiClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.Headers.Location!;
    }

    [BrowserFact]
    public async Task Nobody_gets_a_ticket_for_the_secret_of_another_browser()
    {
        await using var victim = await labs.VictimAsync("family");
        // The digest of a secret that only the attacker has, who could read the ticket where a study runs.
        var digest = new string('A', 43);
        var page = await victim.Context.NewPageAsync();
        List<string> addresses = [];
        page.Response += (_, answer) => addresses.Add(answer.Url);
        await page.GotoAsync($"{victim.Path}?browser={digest}");
        // The study begins with a secret of this browser.
        await page.WaitForFunctionAsync("window.chs?.response?.id");
        Assert.Single(addresses, address => address.Contains(digest, StringComparison.Ordinal));
        Assert.Contains(addresses, address => address.Contains("?visit=", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task A_start_code_waits_for_a_press()
    {
        await using var victim = await labs.VictimAsync("family");
        var session = await victim.Page.EvaluateAsync<string>("chs.response.id");
        var key = await KeyAsync(victim);
        var page = await victim.Context.NewPageAsync();
        await page.GotoAsync(await StartAddressAsync());
        await page.GetByText("The first study").First.WaitForAsync();
        await page.GetByText("Do you want to take part with Mika now?").WaitForAsync();
        Assert.DoesNotContain("#", page.Url);
        Assert.Equal(key, await KeyAsync(victim));
        await victim.PlayAsync();
        Assert.Equal(session, await victim.Page.EvaluateAsync<string>("chs.response.id"));
    }

    [BrowserFact]
    public async Task A_page_that_waits_for_a_press_stands_in_no_frame()
    {
        await using var victim = await labs.VictimAsync("family");
        const string showFrame = """
            (address) => new Promise((resolve) => {
              const frame = document.createElement("iframe");
              frame.onload = () => {
                try { resolve(frame.contentDocument?.body.innerText || "nothing"); } catch { resolve("nothing"); }
              };
              frame.src = address;
              document.body.append(frame);
            })
            """;
        Assert.Equal("nothing", await victim.Page.EvaluateAsync<string>(showFrame, await StartAddressAsync()));
    }

    /// <returns>What a front end that works with a key is given: the address with a start code.</returns>
    async Task<string> StartAddressAsync()
    {
        using var attacker = await labs.NewParentAsync();
        var child = (await Studies.ChildrenAsync(attacker))[0];
        var me = await attacker.GetJsonAsync("/api/v3/me");
        var logIn = new { email = me.GetProperty("email").GetString(), password = BrowserHost.Password };
        using var program = ApiClient.To(labs.Server.Address);
        var key = (await program.PostJsonAsync("/api/v3/session-keys", logIn)).GetProperty("key").GetString();
        using var started = await program.PostAsync(
            $"/api/v3/studies/{labs.Attacking}/responses",
            new { childId = child },
            ("Authorization", $"Bearer {key}")
        );
        var start = await ApiClient.ReadAsync(started);
        return start.GetProperty("open").GetProperty("url").GetString()!;
    }

    static async Task<string> KeyAsync(Victim victim)
    {
        var cookies = await victim.Context.CookiesAsync([victim.Page.Url]);
        return cookies.Single(cookie => cookie.Name == "__Host-chs-play").Value;
    }
}
