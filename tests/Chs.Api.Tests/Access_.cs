using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>Who gets in: sessions, keys, antiforgery values and origins.</summary>
[Collection("api")]
public class Access_(ApiHost host)
{
    [Fact]
    public async Task Needs_a_log_in_where_something_is_private()
    {
        using var nobody = host.Nobody();
        string[] privatePaths =
        [
            "me",
            "children",
            "studies",
            "me/tokens",
            $"studies/{Guid.NewGuid()}",
            $"studies/{Guid.NewGuid()}/responses",
            $"studies/{Guid.NewGuid()}/exports/responses.csv",
        ];
        foreach (var path in privatePaths)
            await nobody.GetAsync($"/api/v3/{path}").IsProblemAsync(401, "access.unauthenticated");
        string[] jsonApiPaths = ["studies", "children", "responses", "past-sessions"];
        foreach (var path in jsonApiPaths)
        {
            using var answer = await nobody.SendAsync(HttpMethod.Get, $"/api/v1/{path}/{Guid.NewGuid()}/");
            Assert.Equal((401, "not_authenticated", "/data"), await ApiHost.JsonApiErrorAsync(answer));
            Assert.Equal("Token", answer.Headers.WwwAuthenticate.ToString());
        }
    }

    [Fact]
    public async Task By_token_works_on_each_contract_with_its_own_word_until_it_is_revoked()
    {
        var (parent, study, _) = await host.FamilyAsync();
        using var family = parent;
        var token = await parent.PostJsonAsync("/api/v3/me/tokens", new { label = "script", validDays = 1 });
        var key = token.GetProperty("key").GetString()!;
        Assert.Matches("^[0-9a-f]{40}$", key);
        using var script = host.Nobody();
        Task<HttpResponseMessage> Get(string path, string authorization) =>
            script.GetAsync(path, ("Authorization", authorization));

        await Get("/api/v3/me", $"Bearer {key}").HasStatusAsync(HttpStatusCode.OK);
        await Get($"/api/v1/studies/{study}/", $"Token {key}").HasStatusAsync(HttpStatusCode.OK);
        await Get("/api/v3/me", $"Token {key}").HasStatusAsync(HttpStatusCode.Unauthorized);
        await Get($"/api/v2/studies/{study}/", $"Token {new string('0', 40)}")
            .IsJsonApiErrorAsync(401, "authentication_failed", "/data");
        // A wrong token is refused even where none is needed.
        await Get("/api/v3/labs", "Bearer wrong").HasStatusAsync(HttpStatusCode.Unauthorized);

        await parent
            .DeleteAsync($"/api/v3/me/tokens/{token.GetProperty("id")}")
            .HasStatusAsync(HttpStatusCode.NoContent);
        await Get("/api/v3/me", $"Bearer {key}").HasStatusAsync(HttpStatusCode.Unauthorized);
        var database = await File.ReadAllTextAsync(Path.Combine(host.Data, "chs.db"), Encoding.Latin1);
        Assert.DoesNotContain(key, database);
    }

    [Fact]
    public async Task To_others_tokens_is_none()
    {
        var (one, _, _) = await host.FamilyAsync();
        var (other, _, _) = await host.FamilyAsync();
        var token = await one.PostJsonAsync("/api/v3/me/tokens", new { label = "mine" });
        await other.DeleteAsync($"/api/v3/me/tokens/{token.GetProperty("id")}").IsProblemAsync(404, "token.not_found");
        Assert.Equal(0, (await other.GetJsonAsync("/api/v3/me/tokens")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Of_a_browser_needs_the_antiforgery_value_and_our_origin()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        var response = await parent.StartAsync(study, child);
        (string, string)[] forgeries =
        [
            ("X-CSRFToken", ""),
            ("X-CSRFToken", "wrong"),
            ("Origin", "https://evil.example"),
            ("Referer", "https://evil.example/page"),
        ];
        foreach (var header in forgeries)
        {
            await parent.PostAsync("/api/v3/me/tokens", new { label = "x" }, header).IsProblemAsync(403, "csrf.failed");
            await parent
                .PatchAsync(response, """{"completed":true}""", header)
                .IsJsonApiErrorAsync(403, "permission_denied", "/data");
        }

        var ourOrigin = host.Server.Address.ToString().TrimEnd('/');
        await parent
            .PatchAsync(response, """{"completed":true}""", ("Origin", ourOrigin))
            .HasStatusAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task From_another_origin_is_for_tokens_and_named_front_ends_only()
    {
        using var page = host.Nobody();
        Task<HttpResponseMessage> Ask(string origin, string path) =>
            page.SendAsync(
                HttpMethod.Options,
                path,
                null,
                ("Origin", origin),
                ("Access-Control-Request-Method", "POST"),
                ("Access-Control-Request-Headers", "authorization,idempotency-key")
            );
        var allowed = await Ask("https://front.example", "/api/v3/children");
        Assert.Equal("https://front.example", allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        // The browser must not send cookies.
        Assert.False(allowed.Headers.Contains("Access-Control-Allow-Credentials"));
        (string Origin, string Path)[] refused =
        [
            ("https://evil.example", "/api/v3/children"),
            ("https://front.example", "/api/v2/responses/"),
            ("https://front.example", "/login/"),
        ];
        foreach (var (origin, path) in refused)
            Assert.False((await Ask(origin, path)).Headers.Contains("Access-Control-Allow-Origin"), $"{origin} {path}");
        var read = await page.GetAsync("/api/v3/labs", ("Origin", "https://front.example"));
        Assert.Contains("ETag", string.Join(',', read.Headers.GetValues("Access-Control-Expose-Headers")));
    }

    [Fact]
    public async Task Ends_with_the_log_out()
    {
        var (parent, _, _) = await host.FamilyAsync();
        using var family = parent;
        var session = parent.Cookie("sessionid")!;
        await parent.DeleteAsync("/api/v3/session").HasStatusAsync(HttpStatusCode.NoContent);
        using var thief = host.Nobody();
        await thief
            .GetAsync("/api/v3/me", ("Cookie", $"sessionid={session}"))
            .HasStatusAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Is_slowed_down_for_whoever_guesses()
    {
        using var guesser = host.Nobody();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
        {
            var guess = new { email = "guessed@demo.chs", password = $"guess number {i}" };
            using var answer = await guesser.PostAsync("/api/v3/session", guess);
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, statuses[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
    }

    [Fact]
    public async Task Tells_nobody_which_accounts_exist()
    {
        using var guesser = host.Nobody();
        Assert.Equal(await DetailAsync("reviewer@demo.chs"), await DetailAsync("nobody@demo.chs"));

        async Task<string?> DetailAsync(string email)
        {
            var logIn = new { email, password = "not the password" };
            var problem = JsonDocument.Parse(await guesser.PostAsync("/api/v3/session", logIn).TextAsync());
            return problem.RootElement.GetProperty("detail").GetString();
        }
    }

    [Fact]
    public async Task To_others_children_and_sessions_looks_like_nothing_is_there()
    {
        var (one, study, child) = await host.FamilyAsync();
        var (other, _, _) = await host.FamilyAsync();
        var response = await one.StartAsync(study, child);
        await other.GetAsync($"/api/v3/children/{child}").IsProblemAsync(404, "child.not_found");
        await other
            .PostAsync($"/api/v3/studies/{study}/responses", new { childId = child })
            .IsProblemAsync(404, "child.not_found");
        string[] paths = [$"responses/{response}", $"children/{child}", $"past-sessions/{response}"];
        foreach (var path in paths)
            await other.GetAsync($"/api/v2/{path}/").IsJsonApiErrorAsync(404, "not_found", null);
        await other.PatchAsync(response, """{"completed":true}""").IsJsonApiErrorAsync(404, "not_found", null);
        await other.GetAsync($"/studies/j/{study}/{child}/").HasStatusAsync(HttpStatusCode.NotFound);
    }
}
