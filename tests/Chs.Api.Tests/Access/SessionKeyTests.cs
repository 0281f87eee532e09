using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>Log-ins of programs, by a key instead of a cookie.</summary>
[Collection("api")]
public class SessionKeyTests(ApiHost host)
{
    [Fact]
    public async Task A_scripts_token_is_no_log_in_that_could_be_ended()
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        var token = await parent.PostJsonAsync("/api/v3/me/tokens", new { label = "script" });
        using var script = host.Nobody();
        var bearer = ("Authorization", $"Bearer {token.GetProperty("key").GetString()}");
        await script
            .SendAsync(HttpMethod.Delete, "/api/v3/session", null, bearer)
            .IsProblemAsync(403, "account.needs_session");
        await script.GetAsync("/api/v3/me", bearer).SucceedsAsync();
    }

    [Fact]
    public async Task A_key_is_no_cookie()
    {
        var (parent, key) = await LogInAsync();
        using (parent)
        {
            using var thief = host.Nobody();
            await thief
                .GetAsync("/api/v3/me", ("Cookie", $"sessionid={key}"))
                .IsProblemAsync(401, "access.unauthenticated");
        }
    }

    [Fact]
    public async Task A_cookie_is_no_key()
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        var session = parent.Cookie("sessionid");
        await SendAsync(HttpMethod.Get, "/api/v3/me", $"Bearer {session}").HasStatusAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task V1_and_v2_know_keys_of_scripts_only()
    {
        var (client, study, _) = await host.FamilyAsync();
        using var parent = client;
        var key = await OpenAsync(parent);
        foreach (var version in (string[])["v1", "v2"])
        foreach (var scheme in (string[])["Token", "Bearer"])
        {
            await SendAsync(HttpMethod.Get, $"/api/{version}/studies/{study}/", $"{scheme} {key}")
                .HasStatusAsync(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task A_key_does_without_the_antiforgery_value_what_scripts_may_not()
    {
        var (parent, key) = await LogInAsync();
        using (parent)
        {
            await SendAsync(HttpMethod.Post, "/api/v3/me/email-confirmation", $"Bearer {key}")
                .HasStatusAsync(HttpStatusCode.NoContent);
            await SendAsync(HttpMethod.Delete, "/api/v3/me/sessions", $"Bearer {key}")
                .HasStatusAsync(HttpStatusCode.NoContent);
        }
    }

    [Fact]
    public async Task Ending_the_other_log_ins_leaves_the_key_that_asks_for_it()
    {
        var (parent, key) = await LogInAsync();
        using (parent)
        {
            await SendAsync(HttpMethod.Delete, "/api/v3/me/sessions", $"Bearer {key}")
                .HasStatusAsync(HttpStatusCode.NoContent);
            await SendAsync(HttpMethod.Get, "/api/v3/me", $"Bearer {key}").HasStatusAsync(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_log_out_ends_the_key_at_once_and_touches_no_cookie()
    {
        var (parent, key) = await LogInAsync();
        using (parent)
        {
            using var answer = await SendAsync(HttpMethod.Delete, "/api/v3/session", $"Bearer {key}");
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            await SendAsync(HttpMethod.Get, "/api/v3/me", $"Bearer {key}").HasStatusAsync(HttpStatusCode.Unauthorized);
            await parent.GetAsync("/api/v3/me").HasStatusAsync(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Guesses_use_up_the_attempts_of_a_browsers_log_in()
    {
        using var guesser = host.Nobody();
        var guess = new { email = $"{Guid.NewGuid():N}@family.example", password = "not the password" };
        for (var i = 0; i < 10; i++)
            await guesser.PostAsync("/api/v3/session-keys", guess).IsProblemAsync(401, "account.wrong_credentials");
        await guesser.PostAsync("/api/v3/session-keys", guess).IsProblemAsync(429, "account.too_many_attempts");
        await guesser.PostAsync("/api/v3/session", guess).IsProblemAsync(429, "account.too_many_attempts");
    }

    [Fact]
    public async Task The_database_has_no_key_that_works()
    {
        var (parent, key) = await LogInAsync();
        using (parent)
        {
            var email = (await parent.GetJsonAsync("/api/v3/me")).GetProperty("email").GetString()!;
            var database = await host.DatabaseTextAsync();
            Assert.Contains(email, database);
            Assert.DoesNotContain(key, database);
        }
    }

    /// <summary>A family in a browser, and a key of a program of theirs.</summary>
    async Task<(ApiClient Browser, string Key)> LogInAsync()
    {
        var (parent, _, _) = await host.FamilyAsync();
        return (parent, await OpenAsync(parent));
    }

    async Task<string> OpenAsync(ApiClient browser)
    {
        var email = (await browser.GetJsonAsync("/api/v3/me")).GetProperty("email").GetString();
        using var program = host.Nobody();
        var made = await program.PostJsonAsync("/api/v3/session-keys", new { email, password = "seven green bottles" });
        return made.GetProperty("key").GetString()!;
    }

    async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string authorization)
    {
        using var program = host.Nobody();
        return await program.SendAsync(method, path, null, ("Authorization", authorization));
    }
}
