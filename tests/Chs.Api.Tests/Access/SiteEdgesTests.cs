using System.Net;
using System.Security.Cryptography;
using System.Text;
using Chs.Api.Tests.Access.Roles;
using Chs.Domain.Accounts;
using Chs.Domain.Builds;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>Issue 18, number 12: what the site takes, shows and remembers at its edges.</summary>
[Collection("api")]
public class SiteEdgesTests(ApiHost host, RoleWorld world) : IClassFixture<RoleWorld>
{
    static readonly string[] Sent =
    [
        "",
        "text/plain",
        "text/json",
        "application/xml",
        "application/vnd.api+json",
        "application/json-patch+json",
        "application/merge-patch+json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json, text/plain",
        "application/json; charset=utf-16",
        "application/json; charset=utf-7",
        "image/svg+xml",
        "no media type",
    ];

    [Fact]
    public async Task Every_operation_with_a_body_takes_only_the_media_types_that_it_declares()
    {
        List<string> taken = [];
        var operations = Contract.Read("v3").Operations.Where(operation => operation.Bodies.Count > 0).ToList();
        Assert.InRange(operations.Count, 30, 200);
        foreach (var operation in operations)
        foreach (var type in Sent.Where(type => !operation.Bodies.ContainsKey(type)))
        {
            var body = new ByteArrayContent("{}"u8.ToArray());
            if (type.Length > 0)
                body.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await world.SendAsync(
                "superuser",
                operation.Verb,
                operation.FillPath(Fill),
                () => body,
                ("If-Match", "*")
            );
            if (answer.StatusCode != HttpStatusCode.UnsupportedMediaType)
                taken.Add($"{operation.Id} {type}: {(int)answer.StatusCode}");
        }

        Assert.Empty(taken);
    }

    string Fill(string name, string before) =>
        name switch
        {
            "picture" => "banner",
            "slug" or "page" => "privacy",
            _ when before == "pictures" => "banner",
            _ when before == "pages" => "privacy",
            _ when before == "labs" => world.Ids["lab"].ToString(),
            _ when before == "studies" => world.Ids["study"].ToString(),
            _ when before == "responses" => world.Ids["response"].ToString(),
            _ => world.Ids["none"].ToString(),
        };

    [Theory]
    [InlineData("/")]
    [InlineData("/login/")]
    [InlineData("/account/forgotten/")]
    [InlineData("/swagger/index.html")]
    [InlineData("/swagger/swagger-ui.css")]
    [InlineData("/openapi/v3.json")]
    [InlineData("/api/v3/site")]
    [InlineData("/api/v3/me")]
    [InlineData("/api/v3/nothing")]
    [InlineData("/api/v2/users/")]
    [InlineData("/errors/route.not_found")]
    [InlineData("/health/live")]
    [InlineData("/nothing")]
    public async Task Every_answer_of_the_site_says_what_a_browser_may_do_with_it(string path)
    {
        using var nobody = host.Nobody();
        using var answer = await nobody.GetAsync(path);
        var policy = Header("Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("base-uri 'none'", policy);
        Assert.DoesNotContain("script-src 'unsafe-inline", policy);
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));

        string Header(string name) => Assert.Single(answer.Headers.GetValues(name));
    }

    [Theory]
    [InlineData("?url=https://evil.example/openapi.json")]
    [InlineData("?configUrl=https://evil.example/config.json")]
    [InlineData("?urls.primaryName=v3")]
    [InlineData("?%75rl=//evil.example")]
    public async Task A_link_to_the_contracts_page_says_nothing_about_which(string query)
    {
        using var nobody = host.Nobody();
        foreach (var path in (string[])["/swagger/index.html", "/swagger/", "/Swagger/index.html", "/swagger"])
        {
            using var answer = await nobody.GetAsync(path + query);
            Assert.Equal((HttpStatusCode.Found, path), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        }

        await nobody.GetAsync("/swagger/oauth2-redirect.html").HasStatusAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_antiforgery_value_belongs_to_its_log_in()
    {
        using var before = host.Nobody();
        var anonymous = (await before.GetJsonAsync("/api/v3/antiforgery")).GetProperty("value").GetString()!;
        var email = $"p{Guid.NewGuid():N}@family.example";
        await ApiHost.SignUpAsync(before, email, "Ada", "Example", researcher: false);
        var own = before.Cookie("csrftoken")!;
        Assert.NotEqual(anonymous, own);
        Assert.Equal(own, (await before.GetJsonAsync("/api/v3/antiforgery")).GetProperty("value").GetString());
        using var second = host.Nobody();
        await second.PostJsonAsync("/api/v3/session", new { email, password = ApiHost.Password });
        var ofSecond = second.Cookie("csrftoken")!;

        // The cookie agrees each time, as another host of the domain could make it.
        foreach (var wrong in (string[])[anonymous, ofSecond, new('x', 43), new('x', 32), ""])
            await ChangeAsync(before, before.Cookie("sessionid")!, wrong).IsProblemAsync(403, "csrf.failed");
        await ChangeAsync(before, before.Cookie("sessionid")!, own).HasStatusAsync(HttpStatusCode.OK);

        await before.DeleteAsync("/api/v3/session");
        Assert.Null(before.Cookie("csrftoken"));
        await ForgottenAsync(before, own).HasStatusAsync(HttpStatusCode.Forbidden);
        await ForgottenAsync(before, anonymous).HasStatusAsync(HttpStatusCode.OK);
    }

    static Task<HttpResponseMessage> ChangeAsync(ApiClient browser, string session, string value) =>
        browser.PatchAsync(
            "/api/v3/me",
            new { nickname = "A" },
            ("Cookie", $"sessionid={session}; csrftoken={value}"),
            ("X-CSRFToken", value)
        );

    static Task<HttpResponseMessage> ForgottenAsync(ApiClient browser, string value)
    {
        var form = new FormUrlEncodedContent([new("csrftoken", value), new("email", "nobody@family.example")]);
        return browser.SendAsync(HttpMethod.Post, "/account/forgotten/", form, ("Cookie", $"csrftoken={value}"));
    }

    [Fact]
    public async Task What_ends_in_one_process_ends_in_the_others_at_the_next_request()
    {
        await using var other = await ServerProcess.StartAsync(host.Data);
        using var here = host.Nobody();
        var email = $"r{Guid.NewGuid():N}@uni.example";
        var id = await ApiHost.SignUpAsync(here, email, "Grace", "Example", researcher: true);
        using var there = ApiClient.To(other.Address);
        await UseAsync(there, here.Cookie("sessionid")!, HttpStatusCode.OK);
        await here.DeleteAsync("/api/v3/session");
        await UseAsync(there, here.Cookie("sessionid") ?? "gone", HttpStatusCode.Unauthorized);

        await here.PostJsonAsync("/api/v3/session", new { email, password = ApiHost.Password });
        var session = here.Cookie("sessionid")!;
        var key = (await here.PostJsonAsync("/api/v3/me/tokens", new { label = "x" })).GetProperty("key").GetString();
        await UseAsync(there, session, HttpStatusCode.OK);
        await SetAsync(id, users => users.ExecuteUpdateAsync(set => set.SetProperty(u => u.IsSuperuser, true)));
        await there.GetAsync("/api/v3/accounts", Cookie(session)).HasStatusAsync(HttpStatusCode.OK);
        await here.GetAsync("/api/v3/accounts").HasStatusAsync(HttpStatusCode.OK);
        await SetAsync(id, users => users.ExecuteUpdateAsync(set => set.SetProperty(u => u.IsSuperuser, false)));
        await there.GetAsync("/api/v3/accounts", Cookie(session)).HasStatusAsync(HttpStatusCode.Forbidden);
        await here.GetAsync("/api/v3/accounts").HasStatusAsync(HttpStatusCode.Forbidden);

        await SetAsync(id, users => users.ExecuteUpdateAsync(set => set.SetProperty(u => u.IsActive, false)));
        await UseAsync(there, session, HttpStatusCode.Unauthorized);
        await here.GetAsync("/api/v3/me").HasStatusAsync(HttpStatusCode.Unauthorized);
        await there
            .GetAsync("/api/v3/me", ("Authorization", $"Bearer {key}"))
            .HasStatusAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_stream_ends_with_the_log_in_that_opened_it()
    {
        var secret = Guid.NewGuid().ToString("N");
        await using (var db = host.Database())
        {
            var build = world.Ids["build"];
            await db
                .Builds.Where(b => b.Uuid == build)
                .ExecuteUpdateAsync(set => set.SetProperty(b => b.State, BuildState.Running));
            var admin = world.People.Users[RolePeople.StudyAdmin];
            var owner = await db.Users.SingleAsync(u => u.Id == admin.Id);
            var digest = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
            db.Credentials.Add(owner.OpenSession(digest, LogInStep.TwoFactors, false, TimeProvider.System.GetUtcNow()));
            await db.SaveChangesAsync();
        }

        using var client = new HttpClient { BaseAddress = host.Server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v3/builds/{world.Ids["build"]}/events");
        request.Headers.Add("Cookie", $"sessionid={secret}");
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var rest = answer.Content.ReadAsStringAsync();
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.False(rest.IsCompleted);
        await using (var db = host.Database())
        {
            var digest = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
            await db.Credentials.Where(c => c.Digest == digest).ExecuteDeleteAsync();
        }

        Assert.DoesNotContain("event: end", await rest.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    static (string, string) Cookie(string session) => ("Cookie", $"sessionid={session}");

    static Task UseAsync(ApiClient browser, string session, HttpStatusCode expected) =>
        browser.GetAsync("/api/v3/me", Cookie(session)).HasStatusAsync(expected);

    async Task SetAsync(Guid id, Func<IQueryable<User>, Task<int>> change)
    {
        await using var db = host.Database();
        Assert.Equal(1, await change(db.Users.Where(u => u.Uuid == id)));
    }
}
