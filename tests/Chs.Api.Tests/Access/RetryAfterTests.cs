using System.Net;
using System.Text.Json;
using Chs.Api.Tests.V3.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>Every answer that says "too often" also says how long to wait.</summary>
/// <remarks>On a server of their own, where each test comes from a network of its own.</remarks>
public sealed class RetryAfterTests : IAsyncLifetime
{
    readonly string _data = Directory.CreateTempSubdirectory("chs-retry-").FullName;
    ServerProcess? _server;
    int _networks;

    public async Task InitializeAsync() =>
        _server = await ServerProcess.StartAsync(_data, null, null, ("Chs__TrustedProxies__0", "127.0.0.1"));

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Each_operation_that_limits_something_says_so()
    {
        using var owner = ApiClient.To(_server!.Address);
        var email = await ResearcherAsync(owner);
        await owner.BeginSecondFactorAsync();
        var doors = new Dictionary<string, Func<Task<HttpResponseMessage>>>
        {
            ["logIn"] = Attempt(HttpMethod.Post, "session", new { email = "a@b.example", password = "x" }),
            ["createSessionKey"] = Attempt(
                HttpMethod.Post,
                "session-keys",
                new { email = "c@b.example", password = "x" }
            ),
            ["askForPassword"] = Attempt(HttpMethod.Post, "password-resets", new { email = "d@b.example" }),
            ["resetPassword"] = Attempt(HttpMethod.Put, "password-resets", new { token = "x", password = "y" }),
            ["confirmEmail"] = Attempt(
                HttpMethod.Post,
                "email-confirmations",
                new { token = await TokenOfNewAccountAsync(), password = "x" }
            ),
            ["signUp"] = Attempt(HttpMethod.Post, "accounts", AccountOf("g@uni.example")),
            ["confirmLogIn"] = await CodesAsync("/api/v3/session/second-factor"),
        };
        foreach (var (door, knock) in DoorsOf(owner, email))
            doors.Add(door, knock);
        Assert.Equal(LimitedOperations().Order(), doors.Keys.Order());
        foreach (var (door, knock) in doors)
            await AssertSaysHowLongAsync(door, knock);
    }

    /// <summary>What is limited in a log-in.</summary>
    static Dictionary<string, Func<Task<HttpResponseMessage>>> DoorsOf(ApiClient owner, string email) =>
        new()
        {
            ["activateSecondFactor"] = () =>
                owner.PutAsync("/api/v3/me/second-factor/activation", new { code = "000000" }),
            ["disableSecondFactor"] = () =>
                owner.PostAsync("/api/v3/me/second-factor/deactivation", new { code = "000000" }),
            ["enrolSecondFactor"] = () => owner.PostAsync("/api/v3/me/second-factor", new { password = "x" }),
            ["changeEmail"] = () => owner.PutAsync("/api/v3/me/email", new { email, password = "x" }),
            ["changePassword"] = () => owner.PutAsync("/api/v3/me/password", new { oldPassword = "x", password = "y" }),
            ["becomeResearcher"] = () =>
                owner.PostAsync(
                    "/api/v3/me/researcher",
                    new
                    {
                        password = "x",
                        givenName = "A",
                        familyName = "B",
                    }
                ),
            ["askToConfirmEmail"] = () => owner.PostAsync("/api/v3/me/email-confirmation", new { }),
            ["askToLinkExternalLogIn"] = () => owner.PostAsync("/api/v3/me/external-log-ins", new { password = "x" }),
        };

    [Fact]
    public async Task Each_page_that_limits_something_says_so()
    {
        using var browser = ApiClient.To(_server!.Address);
        await browser.GetAsync("/login/");
        await AssertSaysHowLongAsync("log-in", Page(browser, "/login/", ("email", "e@b.example"), ("password", "x")));
        await AssertSaysHowLongAsync("forgotten", Page(browser, "/account/forgotten/", ("email", "f@b.example")));
        await AssertSaysHowLongAsync(
            "new password",
            Page(browser, "/account/password/", ("token", "x"), ("password", "y"))
        );
    }

    [Fact]
    public async Task A_restart_forgets_no_attempt()
    {
        // Codes are counted by the day: a restart may take longer than the minute of passwords.
        var guess = await CodesAsync("/api/v3/session/second-factor");
        for (var i = 0; i < 10; i++)
            await guess().HasStatusAsync(HttpStatusCode.Unauthorized);
        await guess().HasStatusAsync(HttpStatusCode.TooManyRequests);
        await _server!.StopAsync();
        await _server.StartAsync();
        await guess().HasStatusAsync(HttpStatusCode.TooManyRequests);
    }

    /// <summary>Knocks once, uses up whatever was counted, and knocks again.</summary>
    async Task AssertSaysHowLongAsync(string door, Func<Task<HttpResponseMessage>> knock)
    {
        using (await knock())
            await UseUpAsync();
        using var answer = await knock();
        Assert.Equal((door, HttpStatusCode.TooManyRequests), (door, answer.StatusCode));
        var wait = answer.Headers.RetryAfter?.Delta?.TotalSeconds;
        Assert.True(wait is >= 1 and <= 86_400, $"{door} says to wait for {wait} seconds.");
    }

    /// <summary>Uses up what was counted so far. Knocking until then could take longer than the windows are.</summary>
    async Task UseUpAsync()
    {
        var options = PersistenceServices.Configure(
            new DbContextOptionsBuilder<SqliteChsDbContext>(),
            DatabaseProvider.Sqlite,
            $"Data Source={Path.Combine(_data, "chs.db")}"
        );
        await using var db = new SqliteChsDbContext(options.Options);
        var later = TimeProvider.System.GetUtcNow().AddHours(1);
        await db.QuotaUses.ExecuteUpdateAsync(set =>
            set.SetProperty(use => use.Taken, 1_000_000).SetProperty(use => use.EndsAt, later)
        );
    }

    /// <summary>A request of somebody who isn't logged in, from a network where nobody else is.</summary>
    Func<Task<HttpResponseMessage>> Attempt(HttpMethod method, string path, object body)
    {
        var client = ApiClient.To(_server!.Address);
        var network = NewNetwork();
        return () =>
            client.SendAsync(method, $"/api/v3/{path}", System.Net.Http.Json.JsonContent.Create(body), network);
    }

    Func<Task<HttpResponseMessage>> Page(ApiClient browser, string path, params (string Name, string Value)[] fields)
    {
        var form = fields.ToDictionary(field => field.Name, field => field.Value);
        form["csrftoken"] = browser.Cookie("csrftoken")!;
        var network = NewNetwork();
        return () => browser.SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form), network);
    }

    /// <summary>Codes for a log-in that waits for one.</summary>
    async Task<Func<Task<HttpResponseMessage>>> CodesAsync(string path)
    {
        using var owner = ApiClient.To(_server!.Address);
        var email = await ResearcherAsync(owner);
        await owner.ActivateSecondFactorAsync(await owner.BeginSecondFactorAsync());
        var guesser = ApiClient.To(_server.Address);
        await guesser
            .PostAsync("/api/v3/session", new { email, password = ApiHost.Password })
            .HasStatusAsync(HttpStatusCode.Accepted);
        return () => guesser.PostAsync(path, new { code = "000000" });
    }

    async Task<string> TokenOfNewAccountAsync()
    {
        const string email = "h@uni.example";
        await Attempt(HttpMethod.Post, "accounts", AccountOf(email))().SucceedsAsync();
        return await MailFolder.TokenAsync(_data, email, "Confirm");
    }

    static object AccountOf(string email) =>
        new
        {
            email,
            password = ApiHost.Password,
            givenName = "A",
            familyName = "B",
        };

    static async Task<string> ResearcherAsync(ApiClient client)
    {
        var email = $"{Guid.NewGuid():N}@uni.example";
        await ApiHost.SignUpAsync(client, email, "Ada", "Example", researcher: true);
        return email;
    }

    (string, string) NewNetwork() => ("X-Forwarded-For", $"192.0.2.{Interlocked.Increment(ref _networks)}");

    /// <summary>Ids of the operations that may answer 429.</summary>
    static IEnumerable<string> LimitedOperations()
    {
        using var contract = JsonDocument.Parse(File.ReadAllText(Repository.File("openapi/v3.json")));
        return
        [
            .. from path in contract.RootElement.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            where operation.Value.GetProperty("responses").TryGetProperty("429", out _)
            select operation.Value.GetProperty("operationId").GetString()!,
        ];
    }
}
