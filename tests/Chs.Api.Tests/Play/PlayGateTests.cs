using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Play;

/// <summary>What the hosts of studies serve, to whom, and what they don't.</summary>
[Collection("api")]
public class PlayGateTests(ApiHost host)
{
    const string Completed = """{"completed":true}""";

    public static TheoryData<string> OfTheSite =>
        new(
            "/login/",
            "/account/forgotten/",
            "/stage/thanks/",
            "/swagger",
            "/swagger/index.html",
            "/openapi/v3.json",
            "/openapi/runner.json",
            "/api/v3/me",
            "/api/v3/site",
            "/health/live",
            "/health/ready",
            "/media/x",
            "/errors/access.forbidden",
            "/favicon.ico",
            "/play/uploads/chs/x.mp4",
            "/play/nothing"
        );

    [Theory, MemberData(nameof(OfTheSite))]
    public async Task A_play_host_has_nothing_of_the_site(string path)
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var play = await parent.EnterAsync(study, child);
        using var nobody = parent.At(play.Address);
        await nobody.GetAsync(path, ("Accept", "text/html")).HasStatusAsync(HttpStatusCode.NotFound);
        await play.GetAsync(path, ("Accept", "text/html")).HasStatusAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_root_of_a_play_host_leads_home()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var play = await parent.EnterAsync(study, child);
        using var nobody = parent.At(play.Address);
        foreach (var visitor in (ApiClient[])[play, nobody])
        {
            using var answer = await visitor.GetAsync("/");
            Assert.Equal((HttpStatusCode.Redirect, host.Server.Address), (answer.StatusCode, answer.Headers.Location));
        }
    }

    [Theory]
    [InlineData("GET", "/play/begin")]
    [InlineData("GET", "/play/enter")]
    [InlineData("POST", "/play/enter")]
    [InlineData("GET", "/play/start")]
    [InlineData("POST", "/play/start")]
    [InlineData("POST", "/play/errors")]
    [InlineData("POST", "/play/end")]
    [InlineData("PUT", "/play/uploads/chs/x.mp4")]
    [InlineData("GET", "/play/experiment/{id}.js")]
    [InlineData("GET", "/stage/assets/nothing.js")]
    [InlineData("GET", "/stage/resume/")]
    [InlineData("GET", "/static/js/mic_check.js")]
    [InlineData("GET", "/studies/{id}/assets/app.js")]
    [InlineData("HEAD", "/studies/{id}/assets/app.js")]
    [InlineData("GET", "/studies/{id}/index.html")]
    public async Task The_site_has_nothing_of_a_play_host(string verb, string pattern)
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var path = pattern.Replace("{id}", Guid.NewGuid().ToString());
        await researcher.SendAsync(new HttpMethod(verb), path).HasStatusAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_site_serves_no_script_of_a_page()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var play = await parent.EnterAsync(study, child);
        var page = await play.GetAsync($"/studies/j/{study}/{child}/").TextAsync();
        var script = page.Split("src=\"")[1].Split('"')[0];
        await play.GetAsync(script).HasStatusAsync(HttpStatusCode.OK);
        await parent.GetAsync(script).HasStatusAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("play.localhost")]
    [InlineData("x.play.localhost")]
    [InlineData("{study}.x.play.localhost")]
    [InlineData("x.{study}.play.localhost")]
    [InlineData("{study}x.play.localhost")]
    public async Task A_name_below_the_play_host_that_is_no_study_s_shows_nothing(string name)
    {
        using var nobody = host.Nobody();
        var (study, child) = await DemoAsync();
        var authority = $"{name.Replace("{study}", study.ToString())}:{host.Server.Address.Port}";
        var page = $"/studies/j/{study}/{child}/";
        foreach (var path in (string[])["/", "/login/", "/api/v3/site", "/play/begin", page])
            await nobody.GetAsync(path, ("Host", authority)).HasStatusAsync(HttpStatusCode.NotFound);
    }

    async Task<(Guid Study, Guid Child)> DemoAsync()
    {
        using var parent = await host.LoggedInAsync("parent");
        return await parent.DemoAsync();
    }

    [Fact]
    public async Task Nobody_without_a_key_gets_anything_of_a_study()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        using var nobody = parent.At(parent.Play.Address);
        string[] calls =
        [
            $"/api/v2/studies/{study}/",
            $"/api/v2/children/{child}/",
            $"/api/v2/past-sessions/{response}/",
            $"/api/v1/responses/{response}/",
            $"/api/v1/studies/{study}/responses/?child={child}",
            "/api/v1/labs/",
        ];
        foreach (var call in calls)
            await nobody.GetAsync(call).IsJsonApiErrorAsync(401);
        await nobody.PatchAsync(response, Completed).IsJsonApiErrorAsync(401);
        var report = new StringContent("""{"errors":[]}""");
        await nobody.SendAsync(HttpMethod.Post, "/play/errors", report).HasStatusAsync(HttpStatusCode.Unauthorized);
        await nobody.PostAsync("/play/end", new { }).HasStatusAsync(HttpStatusCode.Unauthorized);
        await nobody.GetAsync($"/studies/{study}/assets/app.js").HasStatusAsync(HttpStatusCode.Unauthorized);

        var page = $"/studies/j/{study}/{child}/";
        using var answer = await nobody.GetAsync(page);
        Assert.Equal(new Uri(host.Server.Address, page), answer.Headers.Location);
    }

    [Fact]
    public async Task The_log_in_of_the_site_and_a_token_are_worth_nothing_at_a_play_host()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        var token = await parent.PostJsonAsync("/api/v3/me/tokens", new { label = "script" });
        var key = token.GetProperty("key").GetString();
        using var nobody = parent.At(parent.Play.Address);
        (string, string)[] proofs =
        [
            ("Cookie", $"sessionid={parent.Cookie("sessionid")}; __Host-sessionid={parent.Cookie("sessionid")}"),
            ("Cookie", $"chs-play={parent.Play.Cookie("__Host-chs-play")}"),
            ("Authorization", $"Token {key}"),
            ("Authorization", $"Bearer {key}"),
            ("Authorization", $"Bearer {parent.Play.Cookie("__Host-chs-play")}"),
        ];
        foreach (var proof in proofs)
        {
            await nobody.GetAsync($"/api/v2/responses/{response}/", proof).IsJsonApiErrorAsync(401);
            await nobody.PatchAsync(response, Completed, proof).IsJsonApiErrorAsync(401);
        }
    }

    [Fact]
    public async Task The_key_of_a_play_opens_no_other_participant_and_no_other_host()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var profile = new { givenName = "Kim", birthday = "2021-03-01" };
        var sibling = (await parent.PostJsonAsync("/api/v3/children", profile)).GetProperty("id").GetGuid();
        var siblings = await parent.StartAsync(study, sibling);
        var response = await parent.StartAsync(study, child);
        var play = parent.Play;
        await play.GetAsync($"/api/v2/children/{child}/").HasStatusAsync(HttpStatusCode.OK);
        await play.GetAsync($"/api/v2/children/{sibling}/").IsJsonApiErrorAsync(404);
        await play.GetAsync($"/api/v2/responses/{siblings}/").IsJsonApiErrorAsync(404);
        await play.PatchAsync(siblings, Completed).IsJsonApiErrorAsync(404);
        var ofSibling = $"/studies/j/{study}/{sibling}/";
        using var page = await play.GetAsync(ofSibling);
        Assert.Equal(new Uri(host.Server.Address, ofSibling), page.Headers.Location);

        // Another study could have set the cookie at its own host.
        using var elsewhere = parent.At(host.PlayAddress(Guid.NewGuid()));
        elsewhere.SetCookie("__Host-chs-play", play.Cookie("__Host-chs-play")!);
        await elsewhere.GetAsync($"/api/v2/responses/{response}/").IsJsonApiErrorAsync(401);
        await elsewhere.GetAsync($"/studies/{study}/assets/app.js").HasStatusAsync(HttpStatusCode.Unauthorized);
        using var pageElsewhere = await elsewhere.GetAsync($"/studies/j/{study}/{child}/");
        Assert.Equal(HttpStatusCode.Redirect, pageElsewhere.StatusCode);
    }

    public static TheoryData<string, string> Foreign =>
        new()
        {
            { "Origin", "https://evil.example" },
            { "Origin", "null" },
            { "Origin", "SITE" },
            { "Origin", "NEIGHBOUR" },
            { "Origin", "OWN, https://evil.example" },
            { "Sec-Fetch-Site", "same-site" },
            { "Sec-Fetch-Site", "cross-site" },
            { "Sec-Fetch-Site", "none" },
        };

    [Theory, MemberData(nameof(Foreign))]
    public async Task What_another_origin_sends_changes_nothing(string name, string value)
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        var play = parent.Play;
        var header = (
            name,
            value
                .Replace("SITE", OriginOf(host.Server.Address))
                .Replace("NEIGHBOUR", OriginOf(host.PlayAddress(Guid.NewGuid())))
                .Replace("OWN", OriginOf(play.Address))
        );
        await play.PatchAsync(response, Completed, header).HasStatusAsync(HttpStatusCode.Forbidden);
        foreach (
            var path in (string[])["/api/v1/responses/", "/play/errors", "/play/end", "/play/enter", "/play/start"]
        )
            await play.PostAsync(path, new { }, header).HasStatusAsync(HttpStatusCode.Forbidden);
        var read = await play.GetJsonAsync($"/api/v2/responses/{response}/");
        Assert.False(read.GetProperty("data").GetProperty("attributes").GetProperty("completed").GetBoolean());
    }

    static string OriginOf(Uri address) => address.GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task What_the_study_s_own_page_sends_is_saved_without_an_antiforgery_value()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        var play = parent.Play;
        await play.PatchAsync(
                response,
                Completed,
                ("Origin", OriginOf(play.Address)),
                ("Sec-Fetch-Site", "same-origin"),
                ("X-CSRFToken", "")
            )
            .HasStatusAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_study_installs_no_service_worker()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var play = await parent.EnterAsync(study, child);
        var page = await play.GetAsync($"/studies/j/{study}/{child}/").TextAsync();
        var experiment = page.Split("\"experiment\":\"")[1].Split('"')[0];
        await play.GetAsync(experiment).HasStatusAsync(HttpStatusCode.OK);
        await play.GetAsync(experiment, ("Service-Worker", "script")).HasStatusAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_key_of_a_play_is_worth_nothing_at_the_site()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        var key = parent.Play.Cookie("__Host-chs-play")!;
        Assert.True(key.Length > 40);
        using var nobody = host.Nobody();
        (string, string)[] proofs =
        [
            ("Cookie", $"chs-play={key}"),
            ("Cookie", $"__Host-chs-play={key}"),
            ("Cookie", $"sessionid={key}"),
            ("Cookie", $"__Host-sessionid={key}"),
            ("Authorization", $"Token {key}"),
            ("Authorization", $"Bearer {key}"),
        ];
        foreach (var proof in proofs)
        {
            await nobody.GetAsync("/api/v3/me", proof).IsProblemAsync(401);
            await nobody.GetAsync($"/api/v2/responses/{response}/", proof).IsJsonApiErrorAsync(401);
            await nobody.GetAsync("/api/v1/children/", proof).IsJsonApiErrorAsync(401);
        }
    }

    [Fact]
    public async Task An_ended_play_is_over_at_once()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        var play = parent.Play;
        var key = play.Cookie("__Host-chs-play")!;
        await play.PostAsync("/play/end", new { }).HasStatusAsync(HttpStatusCode.NoContent);
        Assert.Null(play.Cookie("__Host-chs-play"));
        play.SetCookie("__Host-chs-play", key);
        await play.PatchAsync(response, Completed).IsJsonApiErrorAsync(401);
    }

    [Fact]
    public async Task A_log_out_ends_the_play_that_began_with_it()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        await parent.PatchAsync(response, Completed).SucceedsAsync();
        await parent.DeleteAsync("/api/v3/session").SucceedsAsync();
        await parent.PatchAsync(response, Completed).IsJsonApiErrorAsync(401);
    }
}
