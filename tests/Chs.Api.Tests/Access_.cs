using System.Net;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

[Collection("api")]
public class Access_(ApiHost host)
{
    [Fact]
    public async Task Needs_a_log_in_where_something_is_private()
    {
        using var nobody = host.Nobody();
        foreach (
            var path in (string[])
                [
                    "me",
                    "children",
                    "studies",
                    "me/tokens",
                    $"studies/{Guid.NewGuid()}",
                    $"studies/{Guid.NewGuid()}/responses",
                    $"studies/{Guid.NewGuid()}/exports/responses.csv",
                ]
        )
            Assert.Equal(
                (401, "access.unauthenticated"),
                await ApiHost.ProblemAsync(await nobody.SendAsync(HttpMethod.Get, $"/api/v3/{path}"))
            );
        foreach (var path in (string[])["studies", "children", "responses", "past-sessions"])
        {
            var answer = await nobody.SendAsync(HttpMethod.Get, $"/api/v1/{path}/{Guid.NewGuid()}/");
            Assert.Equal((401, "not_authenticated", "/data"), await ApiHost.RunnerErrorAsync(answer));
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
            script.SendAsync(HttpMethod.Get, path, null, ("Authorization", authorization));

        Assert.Equal(HttpStatusCode.OK, (await Get("/api/v3/me", $"Bearer {key}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Get($"/api/v1/studies/{study}/", $"Token {key}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get("/api/v3/me", $"Token {key}")).StatusCode);
        Assert.Equal(
            (401, "authentication_failed", "/data"),
            await ApiHost.RunnerErrorAsync(await Get($"/api/v2/studies/{study}/", $"Token {new string('0', 40)}"))
        );
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get("/api/v3/labs", "Bearer wrong")).StatusCode); // a wrong token is refused even where none is needed

        Assert.Equal(
            HttpStatusCode.NoContent,
            (await parent.SendAsync(HttpMethod.Delete, $"/api/v3/me/tokens/{token.GetProperty("id")}")).StatusCode
        );
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get("/api/v3/me", $"Bearer {key}")).StatusCode);
        Assert.DoesNotContain(
            key,
            await File.ReadAllTextAsync(Path.Combine(host.Data, "chs.db"), System.Text.Encoding.Latin1)
        );
    }

    [Fact]
    public async Task To_others_tokens_is_none()
    {
        var (one, _, _) = await host.FamilyAsync();
        var (other, _, _) = await host.FamilyAsync();
        var token = await one.PostJsonAsync("/api/v3/me/tokens", new { label = "mine" });
        Assert.Equal(
            (404, "token.not_found"),
            await ApiHost.ProblemAsync(
                await other.SendAsync(HttpMethod.Delete, $"/api/v3/me/tokens/{token.GetProperty("id")}")
            )
        );
        Assert.Equal(0, (await other.GetJsonAsync("/api/v3/me/tokens")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Of_a_browser_needs_the_antiforgery_value_and_our_origin()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        var response = await parent.StartAsync(study, child);
        foreach (
            var header in ((string, string)[])
                [
                    ("X-CSRFToken", ""),
                    ("X-CSRFToken", "wrong"),
                    ("Origin", "https://evil.example"),
                    ("Referer", "https://evil.example/page"),
                ]
        )
        {
            Assert.Equal(
                (403, "csrf.failed"),
                await ApiHost.ProblemAsync(await parent.PostAsync("/api/v3/me/tokens", new { label = "x" }, header))
            );
            Assert.Equal(
                (403, "permission_denied", "/data"),
                await ApiHost.RunnerErrorAsync(await parent.PatchAsync(response, """{"completed":true}""", header))
            );
        }

        Assert.Equal(
            HttpStatusCode.OK,
            (
                await parent.PatchAsync(
                    response,
                    """{"completed":true}""",
                    ("Origin", host.Server.Address.ToString().TrimEnd('/'))
                )
            ).StatusCode
        );
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
        Assert.False(allowed.Headers.Contains("Access-Control-Allow-Credentials")); // no cookie goes along
        foreach (
            var (origin, path) in (IEnumerable<(string, string)>)
                [
                    ("https://evil.example", "/api/v3/children"),
                    ("https://front.example", "/api/v2/responses/"),
                    ("https://front.example", "/login/"),
                ]
        )
            Assert.False((await Ask(origin, path)).Headers.Contains("Access-Control-Allow-Origin"), $"{origin} {path}");
        var read = await page.SendAsync(HttpMethod.Get, "/api/v3/labs", null, ("Origin", "https://front.example"));
        Assert.Contains("ETag", string.Join(',', read.Headers.GetValues("Access-Control-Expose-Headers")));
    }

    [Fact]
    public async Task Ends_with_the_log_out()
    {
        var (parent, _, _) = await host.FamilyAsync();
        using var family = parent;
        var session = parent.Cookie("sessionid")!;
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await parent.SendAsync(HttpMethod.Delete, "/api/v3/session")).StatusCode
        );
        using var thief = host.Nobody();
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await thief.SendAsync(HttpMethod.Get, "/api/v3/me", null, ("Cookie", $"sessionid={session}"))).StatusCode
        );
    }

    [Fact]
    public async Task Is_slowed_down_for_whoever_guesses()
    {
        using var guesser = host.Nobody();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
            statuses.Add(
                (
                    await guesser.PostAsync(
                        "/api/v3/session",
                        new { email = "guessed@demo.chs", password = $"guess number {i}" }
                    )
                ).StatusCode
            );
        Assert.Equal(HttpStatusCode.Unauthorized, statuses[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
    }

    [Fact]
    public async Task Tells_nobody_which_accounts_exist()
    {
        using var guesser = host.Nobody();
        var known = await (
            await guesser.PostAsync(
                "/api/v3/session",
                new { email = "reviewer@demo.chs", password = "not the password" }
            )
        ).Content.ReadAsStringAsync();
        var unknown = await (
            await guesser.PostAsync("/api/v3/session", new { email = "nobody@demo.chs", password = "not the password" })
        ).Content.ReadAsStringAsync();
        Assert.Equal(
            JsonDocument.Parse(known).RootElement.GetProperty("detail").GetString(),
            JsonDocument.Parse(unknown).RootElement.GetProperty("detail").GetString()
        );
    }

    [Fact]
    public async Task To_others_children_and_sessions_looks_like_nothing_is_there()
    {
        var (one, study, child) = await host.FamilyAsync();
        var (other, _, _) = await host.FamilyAsync();
        var response = await one.StartAsync(study, child);
        Assert.Equal(
            (404, "child.not_found"),
            await ApiHost.ProblemAsync(await other.SendAsync(HttpMethod.Get, $"/api/v3/children/{child}"))
        );
        Assert.Equal(
            (404, "child.not_found"),
            await ApiHost.ProblemAsync(
                await other.PostAsync($"/api/v3/studies/{study}/responses", new { childId = child })
            )
        );
        foreach (var path in (string[])[$"responses/{response}", $"children/{child}", $"past-sessions/{response}"])
            Assert.Equal(
                (404, "not_found", null),
                await ApiHost.RunnerErrorAsync(await other.SendAsync(HttpMethod.Get, $"/api/v2/{path}/"))
            );
        Assert.Equal(
            (404, "not_found", null),
            await ApiHost.RunnerErrorAsync(await other.PatchAsync(response, """{"completed":true}"""))
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await other.SendAsync(HttpMethod.Get, $"/studies/j/{study}/{child}/")).StatusCode
        );
    }
}
