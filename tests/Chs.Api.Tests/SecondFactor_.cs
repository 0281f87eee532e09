using System.Net;
using Chs.Testing;
using OtpNet;
using Xunit;

namespace Chs.Api.Tests;

[Collection("api")]
public class SecondFactor_(ApiHost host)
{
    [Fact]
    public async Task Stands_between_the_password_and_everything_else()
    {
        using var first = host.Nobody();
        var email = $"{Guid.NewGuid():N}@uni.example";
        await first.PostJsonAsync(
            "/api/v3/accounts",
            new
            {
                email,
                password = "seven green bottles",
                givenName = "Ada",
                familyName = "Example",
                researcher = true,
            }
        );
        await first.PostJsonAsync("/api/v3/session", new { email, password = "seven green bottles" });
        var key = (await first.PostJsonAsync("/api/v3/me/tokens", new { label = "script" }))
            .GetProperty("key")
            .GetString();
        using var script = host.Nobody();
        Assert.Equal(
            (403, "account.needs_session"),
            await ApiHost.ProblemAsync(
                await script.SendAsync(
                    HttpMethod.Post,
                    "/api/v3/me/second-factor",
                    null,
                    ("Authorization", $"Bearer {key}")
                )
            )
        );

        var secret = (await first.PostJsonAsync("/api/v3/me/second-factor", new { }))
            .GetProperty("secret")
            .GetString()!;
        var totp = new Totp(Base32Encoding.ToBytes(secret));
        Assert.Equal(
            (401, "account.wrong_code"),
            await ApiHost.ProblemAsync(
                await first.SendAsync(
                    HttpMethod.Put,
                    "/api/v3/me/second-factor/activation",
                    System.Net.Http.Json.JsonContent.Create(new { code = "000000" })
                )
            )
        );
        var recovery = (
            await ApiClient.ReadAsync(
                await first.SendAsync(
                    HttpMethod.Put,
                    "/api/v3/me/second-factor/activation",
                    System.Net.Http.Json.JsonContent.Create(new { code = totp.ComputeTotp() })
                )
            )
        ).GetProperty("codes");

        using var second = host.Nobody();
        var answer = await second.PostAsync("/api/v3/session", new { email, password = "seven green bottles" });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var pending = second.Cookie("sessionid");
        Assert.Equal(
            (401, "access.unauthenticated"),
            await ApiHost.ProblemAsync(await second.SendAsync(HttpMethod.Get, "/api/v3/me"))
        );
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await second.SendAsync(HttpMethod.Get, "/api/v1/studies/")).StatusCode
        );
        // Guessing ends soon; whoever knows the password only is told to wait, the owner's other log-in goes on.
        HttpStatusCode last = default;
        for (var i = 0; i < 6; i++)
            last = (await second.PostAsync("/api/v3/session/second-factor", new { code = $"00000{i}" })).StatusCode;
        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        Assert.Equal(HttpStatusCode.OK, (await first.SendAsync(HttpMethod.Get, "/api/v3/me")).StatusCode);
        Assert.Equal(
            HttpStatusCode.OK,
            (await script.SendAsync(HttpMethod.Get, "/api/v3/me", null, ("Authorization", $"Bearer {key}"))).StatusCode
        );
        Assert.Equal(pending, second.Cookie("sessionid"));
        Assert.Equal(10, recovery.GetArrayLength());
    }

    [Fact]
    public async Task Lets_whoever_has_it_in_with_a_new_session()
    {
        using var first = host.Nobody();
        var email = $"{Guid.NewGuid():N}@uni.example";
        await first.PostJsonAsync(
            "/api/v3/accounts",
            new
            {
                email,
                password = "seven green bottles",
                givenName = "Ada",
                familyName = "Example",
                researcher = true,
            }
        );
        await first.PostJsonAsync("/api/v3/session", new { email, password = "seven green bottles" });
        var totp = new Totp(
            Base32Encoding.ToBytes(
                (await first.PostJsonAsync("/api/v3/me/second-factor", new { })).GetProperty("secret").GetString()!
            )
        );
        var recovery = (
            await ApiClient.ReadAsync(
                await first.SendAsync(
                    HttpMethod.Put,
                    "/api/v3/me/second-factor/activation",
                    System.Net.Http.Json.JsonContent.Create(new { code = totp.ComputeTotp() })
                )
            )
        ).GetProperty("codes");

        // By the page for people, with a recovery code.
        using var browser = host.Nobody();
        await browser.SendAsync(HttpMethod.Get, "/login/");
        FormUrlEncodedContent Form(params (string, string)[] fields) =>
            new(
                fields
                    .Append(("csrftoken", browser.Cookie("csrftoken")!))
                    .Select(f => KeyValuePair.Create(f.Item1, f.Item2))
            );
        var asked = await browser.SendAsync(
            HttpMethod.Post,
            "/login/",
            Form(("email", email), ("password", "seven green bottles"), ("next", "/"))
        );
        Assert.Contains("recovery code", await asked.Content.ReadAsStringAsync());
        var pending = browser.Cookie("sessionid");
        Assert.Contains(
            "isn&#x27;t right",
            await (
                await browser.SendAsync(HttpMethod.Post, "/login/code/", Form(("code", "wrong"), ("next", "/")))
            ).Content.ReadAsStringAsync()
        );
        Assert.Equal(
            HttpStatusCode.Found,
            (
                await browser.SendAsync(
                    HttpMethod.Post,
                    "/login/code/",
                    Form(("code", recovery[0].GetString()!), ("next", "/"))
                )
            ).StatusCode
        );
        Assert.NotEqual(pending, browser.Cookie("sessionid"));
        Assert.Equal(email, (await browser.GetJsonAsync("/api/v3/me")).GetProperty("email").GetString());
    }
}
