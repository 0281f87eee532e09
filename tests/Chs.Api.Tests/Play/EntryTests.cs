using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Play;

/// <summary>How a browser gets from the site into a play, and how it doesn't.</summary>
[Collection("api")]
public class EntryTests(ApiHost host)
{
    /// <summary>Goes as far as to the ticket.</summary>
    /// <returns>A client of the play host that holds the browser's secret, and the ticket.</returns>
    static async Task<(ApiClient Browser, string Ticket)> BeginAsync(ApiClient site, Guid study, Guid child)
    {
        using var first = await site.GetAsync($"/studies/j/{study}/{child}/");
        var begin = first.Headers.Location!;
        var browser = site.At(new Uri(begin.GetLeftPart(UriPartial.Authority)));
        using var second = await browser.GetAsync(begin.PathAndQuery);
        var back = second.Headers.Location!;
        using var third = await site.GetAsync(back.PathAndQuery);
        return (browser, third.Headers.Location!.Fragment[1..]);
    }

    static Task<HttpResponseMessage> EnterAsync(ApiClient browser, string ticket) =>
        browser.SendAsync(
            HttpMethod.Post,
            "/play/enter",
            new FormUrlEncodedContent(new Dictionary<string, string> { ["ticket"] = ticket })
        );

    [Fact]
    public async Task A_ticket_works_once()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var (browser, ticket) = await BeginAsync(parent, study, child);
        var secret = browser.Cookie("__Host-chs-begin")!;
        await EnterAsync(browser, ticket).HasStatusAsync(HttpStatusCode.SeeOther);
        browser.SetCookie("__Host-chs-begin", secret);
        await EnterAsync(browser, ticket).HasStatusAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_ticket_works_in_no_other_browser()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var attacker = client;
        var (_, ticket) = await BeginAsync(attacker, study, child);
        var (other, _, othersChild) = await host.FamilyAsync();
        using var victim = other;
        using var fresh = victim.At(host.PlayAddress(study));
        await EnterAsync(fresh, ticket).HasStatusAsync(HttpStatusCode.Conflict);
        Assert.Null(fresh.Cookie("__Host-chs-play"));
        // Nor in one that has begun something itself.
        var (begun, own) = await BeginAsync(victim, study, othersChild);
        await EnterAsync(begun, ticket).HasStatusAsync(HttpStatusCode.Conflict);
        Assert.Null(begun.Cookie("__Host-chs-play"));
        Assert.NotEqual(ticket, own);
    }

    [Fact]
    public async Task A_ticket_is_in_no_address_that_a_server_sees_and_the_key_in_a_cookie_that_no_script_reads()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var (browser, ticket) = await BeginAsync(parent, study, child);
        using var answer = await EnterAsync(browser, ticket);
        Assert.Equal($"/studies/j/{study}/{child}/", answer.Headers.Location!.OriginalString);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        var key = Assert.Single(cookies, cookie => cookie.StartsWith("__Host-chs-play=", StringComparison.Ordinal));
        string[] parts = [.. key.Split("; ").Skip(1).Select(part => part.ToLowerInvariant())];
        Assert.Contains("httponly", parts);
        Assert.Contains("secure", parts);
        Assert.Contains("path=/", parts);
        Assert.Contains("samesite=lax", parts);
        Assert.DoesNotContain(parts, part => part.StartsWith("domain", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tickets_codes_and_keys_reach_no_log()
    {
        var data = Directory.CreateTempSubdirectory("chs-log-").FullName;
        await using var server = await ServerProcess.StartAsync(
            data,
            null,
            null,
            ("Logging__LogLevel__Default", "Information"),
            ("Logging__LogLevel__Microsoft.AspNetCore", "Information")
        );
        using var parent = ApiClient.To(server.Address);
        await parent.LogInAsync("parent@demo.chs");
        var (study, child) = await parent.DemoAsync();
        var (browser, ticket) = await BeginAsync(parent, study, child);
        var secret = browser.Cookie("__Host-chs-begin")!;
        await EnterAsync(browser, ticket).HasStatusAsync(HttpStatusCode.SeeOther);
        await browser.GetAsync($"/studies/j/{study}/{child}/").HasStatusAsync(HttpStatusCode.OK);

        var key = await parent.PostJsonAsync("/api/v3/me/tokens", new { label = "front end" });
        using var frontEnd = ApiClient.To(server.Address);
        using var started = await frontEnd.PostAsync(
            $"/api/v3/studies/{study}/responses",
            new { childId = child },
            ("Authorization", $"Bearer {key.GetProperty("key").GetString()}")
        );
        var open = new Uri((await ApiClient.ReadAsync(started)).GetProperty("open").GetProperty("url").GetString()!);
        await Player.OpenAsync(frontEnd, open);

        await server.DisposeAsync();
        Assert.Contains("/play/enter", server.Output);
        string[] secrets = [ticket, secret, browser.Cookie("__Host-chs-play")!, open.Fragment[1..]];
        Assert.All(secrets, text => Assert.DoesNotContain(text, server.Output));
        Directory.Delete(data, recursive: true);
    }

    [Theory]
    [InlineData("https://evil.example/studies/x")]
    [InlineData("//evil.example/studies/x")]
    [InlineData("SITE@evil.example/studies/x")]
    [InlineData("SITE/login/?next=/studies/x")]
    [InlineData("SITE/api/v3/me")]
    [InlineData("SITE/studies/../login/")]
    [InlineData("SITE/studies/%2e%2e/login/")]
    [InlineData("PLAY/studies/x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("javascript://localhost/studies/x")]
    [InlineData("ftp://localhost/studies/x")]
    [InlineData("file:///studies/x")]
    [InlineData("http://localhost:9/studies/x")]
    [InlineData("http://evil.localhost/studies/x")]
    [InlineData("http://127.0.0.2/studies/x")]
    [InlineData("http://evil@localhost/studies/x")]
    [InlineData("/studies/x")]
    [InlineData("")]
    public async Task Begin_leads_back_to_a_start_at_the_site_and_nowhere_else(string to)
    {
        using var nobody = host.Nobody().At(host.PlayAddress(Guid.NewGuid()));
        var address = to.Replace("SITE", host.Server.Address.GetLeftPart(UriPartial.Authority))
            .Replace("PLAY", nobody.Address.GetLeftPart(UriPartial.Authority));
        await nobody
            .GetAsync($"/play/begin?to={Uri.EscapeDataString(address)}")
            .HasStatusAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Begin_takes_nothing_of_the_address_but_its_path()
    {
        using var nobody = host.Nobody().At(host.PlayAddress(Guid.NewGuid()));
        var to = new Uri(host.Server.Address, "/studies/j/x/y/?browser=planted&next=z#fragment");
        using var answer = await nobody.GetAsync($"/play/begin?to={Uri.EscapeDataString($"{to}")}");
        var back = answer.Headers.Location!;
        Assert.Equal("/studies/j/x/y/", back.AbsolutePath);
        Assert.Matches("^\\?browser=[\\w-]{43}$", back.Query);
        Assert.Equal("", back.Fragment);
    }

    [Fact]
    public async Task Nobody_gets_a_ticket_for_the_secret_of_another_browser()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var victim = client;
        // What a study's code could open in a window: the second visit, with the digest of its author's secret.
        var start = $"/studies/j/{study}/{child}/";
        var planted = new string('A', 43);
        foreach (
            var query in (string[])[$"?browser={planted}", $"?visit=x&browser={planted}", $"?visit=&browser={planted}"]
        )
        {
            using var answer = await victim.GetAsync(start + query);
            // It begins anew, with a secret of this browser.
            Assert.Equal("/play/begin", answer.Headers.Location!.AbsolutePath);
            Assert.DoesNotContain(planted, answer.Headers.Location.OriginalString);
        }
    }

    [Fact]
    public async Task A_ticket_is_good_at_the_host_of_its_study_only()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var (browser, ticket) = await BeginAsync(parent, study, child);
        var secret = browser.Cookie("__Host-chs-begin")!;
        using var elsewhere = parent.At(host.PlayAddress(Guid.NewGuid()));
        elsewhere.SetCookie("__Host-chs-begin", secret);
        await EnterAsync(elsewhere, ticket).HasStatusAsync(HttpStatusCode.Conflict);
        await EnterAsync(browser, ticket).HasStatusAsync(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task A_start_code_waits_for_a_press_and_works_once()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var (name, value) = await JsonApi.ApiKeys.KeyAsync(parent);
        var bearer = (name, value.Replace("Token", "Bearer"));
        using var frontEnd = host.Nobody();
        using var started = await frontEnd.PostAsync(
            $"/api/v3/studies/{study}/responses",
            new { childId = child },
            bearer
        );
        var start = await ApiClient.ReadAsync(started);
        var open = new Uri(start.GetProperty("open").GetProperty("url").GetString()!);
        Assert.Equal(host.PlayAddress(study).Authority, open.Authority);
        using var browser = frontEnd.At(host.PlayAddress(study));
        var code = new Dictionary<string, string> { ["code"] = open.Fragment[1..] };
        var asked = await browser
            .SendAsync(HttpMethod.Post, "/play/start", new FormUrlEncodedContent(code))
            .TextAsync();
        Assert.Contains("Faces", asked);
        Assert.Contains("Mika", asked);
        Assert.Null(browser.Cookie("__Host-chs-play"));
        await browser
            .SendAsync(HttpMethod.Post, "/play/start", new FormUrlEncodedContent(code))
            .HasStatusAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_start_code_leads_to_the_session_that_the_answer_names()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var (name, value) = await JsonApi.ApiKeys.KeyAsync(parent);
        using var frontEnd = host.Nobody();
        using var started = await frontEnd.PostAsync(
            $"/api/v3/studies/{study}/responses",
            new { childId = child },
            (name, value.Replace("Token", "Bearer"))
        );
        var start = await ApiClient.ReadAsync(started);
        var open = new Uri(start.GetProperty("open").GetProperty("url").GetString()!);
        var (play, page) = await Player.OpenAsync(frontEnd, open);
        Assert.Contains(
            start.GetProperty("response").GetProperty("id").GetString()!,
            await play.GetAsync(page).TextAsync()
        );
    }
}
