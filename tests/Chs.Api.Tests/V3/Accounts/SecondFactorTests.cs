using System.Net;
using System.Net.Http.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3.Accounts;

/// <summary>The second factor over HTTP.</summary>
[Collection("api")]
public class SecondFactorTests(ApiHost host)
{
    [Fact]
    public async Task A_key_cannot_set_a_second_factor_up()
    {
        var (client, _) = await SignUpAsync();
        using var researcher = client;
        var key = await KeyAsync(researcher);
        using var script = host.Nobody();
        await script
            .SendAsync(
                HttpMethod.Post,
                "/api/v3/me/second-factor",
                JsonContent.Create(new { password = ApiHost.Password }),
                ("Authorization", $"Bearer {key}")
            )
            .IsProblemAsync(403, "account.needs_session");
    }

    [Fact]
    public async Task A_second_factor_begins_with_a_right_code_and_gives_recovery_codes()
    {
        var (client, _) = await SignUpAsync();
        using var researcher = client;
        var app = await researcher.BeginSecondFactorAsync();
        await researcher
            .PutAsync("/api/v3/me/second-factor/activation", new { code = "000000" })
            .IsProblemAsync(422, "account.wrong_code");
        var recovery = await researcher.ActivateSecondFactorAsync(app);
        Assert.Equal(10, recovery.GetArrayLength());
    }

    [Fact]
    public async Task The_password_alone_opens_nothing()
    {
        var (owner, email) = await SignUpWithSecondFactorAsync();
        using var client = owner;
        using var second = await LogInWithPasswordAsync(email);
        await second.GetAsync("/api/v3/me").IsProblemAsync(401, "access.unauthenticated");
        await second.GetAsync("/api/v1/studies/").HasStatusAsync(HttpStatusCode.Unauthorized);
    }

    /// <summary>Those who know only the password are limited; the owner isn't.</summary>
    [Fact]
    public async Task Guessing_codes_soon_meets_a_limit_that_leaves_session_and_key_of_the_owner_alone()
    {
        var (owner, email) = await SignUpWithSecondFactorAsync();
        using var client = owner;
        var key = await KeyAsync(owner);
        using var guesser = await LogInWithPasswordAsync(email);
        var pending = guesser.Cookie("sessionid");
        for (var i = 0; i < 10; i++)
            await guesser.PostAsync("/api/v3/session/second-factor", new { code = $"00000{i}" });
        await guesser
            .PostAsync("/api/v3/session/second-factor", new { code = "000005" })
            .HasStatusAsync(HttpStatusCode.TooManyRequests);
        Assert.Equal(pending, guesser.Cookie("sessionid"));

        await owner.GetAsync("/api/v3/me").HasStatusAsync(HttpStatusCode.OK);
        using var script = host.Nobody();
        await script.GetAsync("/api/v3/me", ("Authorization", $"Bearer {key}")).HasStatusAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_recovery_code_opens_a_new_session_on_the_pages_for_people()
    {
        var (client, email) = await SignUpAsync();
        using var first = client;
        var recovery = await first.ActivateSecondFactorAsync(await first.BeginSecondFactorAsync());

        // On the pages for people, with a recovery code.
        using var browser = host.Nobody();
        await browser.GetAsync("/login/");
        Task<HttpResponseMessage> Submit(string path, params (string Name, string Value)[] fields)
        {
            var form = fields.ToDictionary(field => field.Name, field => field.Value);
            form["csrftoken"] = browser.Cookie("csrftoken")!;
            form["next"] = "/";
            return browser.SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form));
        }

        await Submit("/login/", ("email", email), ("password", ApiHost.Password)).HasStatusAsync(HttpStatusCode.Found);
        Assert.Contains("recovery code", await browser.GetAsync("/login/code/").TextAsync());
        var pending = browser.Cookie("sessionid");
        Assert.Contains("isn&#x27;t right", await Submit("/login/code/", ("code", "wrong")).TextAsync());
        await Submit("/login/code/", ("code", recovery[0].GetString()!)).HasStatusAsync(HttpStatusCode.Found);
        Assert.NotEqual(pending, browser.Cookie("sessionid"));
        Assert.Equal(email, (await browser.GetJsonAsync("/api/v3/me")).GetProperty("email").GetString());
    }

    /// <summary>A new researcher, logged in.</summary>
    async Task<(ApiClient Client, string Email)> SignUpAsync()
    {
        var client = host.Nobody();
        var email = $"{Guid.NewGuid():N}@uni.example";
        await ApiHost.SignUpAsync(client, email, "Ada", "Example", researcher: true);
        return (client, email);
    }

    async Task<(ApiClient Client, string Email)> SignUpWithSecondFactorAsync()
    {
        var (client, email) = await SignUpAsync();
        await client.ActivateSecondFactorAsync(await client.BeginSecondFactorAsync());
        return (client, email);
    }

    async Task<ApiClient> LogInWithPasswordAsync(string email)
    {
        var client = host.Nobody();
        await client
            .PostAsync("/api/v3/session", new { email, password = ApiHost.Password })
            .HasStatusAsync(HttpStatusCode.Accepted);
        return client;
    }

    static async Task<string> KeyAsync(ApiClient client)
    {
        var token = await client.PostJsonAsync("/api/v3/me/tokens", new { label = "script" });
        return token.GetProperty("key").GetString()!;
    }
}
