using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>The second factor over HTTP.</summary>
[Collection("api")]
public class SecondFactor_(ApiHost host)
{
    [Fact]
    public async Task Can_t_be_set_up_with_a_key()
    {
        var (client, _) = await SignUpAsync();
        using var researcher = client;
        var key = await KeyAsync(researcher);
        using var script = host.Nobody();
        await script
            .SendAsync(HttpMethod.Post, "/api/v3/me/second-factor", null, ("Authorization", $"Bearer {key}"))
            .IsProblemAsync(403, "account.needs_session");
    }

    [Fact]
    public async Task Begins_with_a_right_code_and_gives_recovery_codes()
    {
        var (client, _) = await SignUpAsync();
        using var researcher = client;
        var app = await researcher.BeginSecondFactorAsync();
        await researcher
            .PutAsync("/api/v3/me/second-factor/activation", new { code = "000000" })
            .IsProblemAsync(401, "account.wrong_code");
        var recovery = await researcher.ActivateSecondFactorAsync(app);
        Assert.Equal(10, recovery.GetArrayLength());
    }

    [Fact]
    public async Task Stands_between_the_password_and_everything_else()
    {
        var (client, email) = await SignUpAsync();
        using var first = client;
        var key = await KeyAsync(first);
        await first.ActivateSecondFactorAsync(await first.BeginSecondFactorAsync());
        using var second = host.Nobody();
        await second
            .PostAsync("/api/v3/session", new { email, password = ApiHost.Password })
            .HasStatusAsync(HttpStatusCode.Accepted);
        var pending = second.Cookie("sessionid");
        await second.GetAsync("/api/v3/me").IsProblemAsync(401, "access.unauthenticated");
        await second.GetAsync("/api/v1/studies/").HasStatusAsync(HttpStatusCode.Unauthorized);
        // Guessing soon meets a limit. It applies to those who know only the password; the owner's session and key still work.
        HttpStatusCode last = default;
        for (var i = 0; i < 6; i++)
        {
            using var answer = await second.PostAsync("/api/v3/session/second-factor", new { code = $"00000{i}" });
            last = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        await first.GetAsync("/api/v3/me").HasStatusAsync(HttpStatusCode.OK);
        using var script = host.Nobody();
        await script.GetAsync("/api/v3/me", ("Authorization", $"Bearer {key}")).HasStatusAsync(HttpStatusCode.OK);
        Assert.Equal(pending, second.Cookie("sessionid"));
    }

    [Fact]
    public async Task Lets_whoever_has_it_in_with_a_new_session()
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

        var asked = await Submit("/login/", ("email", email), ("password", ApiHost.Password)).TextAsync();
        Assert.Contains("recovery code", asked);
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

    static async Task<string> KeyAsync(ApiClient client)
    {
        var token = await client.PostJsonAsync("/api/v3/me/tokens", new { label = "script" });
        return token.GetProperty("key").GetString()!;
    }
}
