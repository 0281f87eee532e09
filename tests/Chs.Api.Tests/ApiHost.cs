using System.Net;
using System.Text.Json;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>The real program on the embedded default, with the demo, for all tests of this assembly.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    public const string CallbackKey = "a key that only recorders of this test know";

    readonly string _data = Directory.CreateTempSubdirectory("chs-api-").FullName;
    readonly SocketsHttpHandler _handler = new() { UseCookies = false, AllowAutoRedirect = false };
    ServerProcess? _server;

    public ServerProcess Server => _server!;

    public string Data => _data;

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync(_data, null, null, ("Chs__AllowedOrigins__0", "https://front.example"), ("Chs__Videos__CallbackKey", CallbackKey));

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>The program's own database, for what no address makes yet.</summary>
    public SqliteChsDbContext Database() =>
        new(PersistenceServices.Configure(new DbContextOptionsBuilder<SqliteChsDbContext>(), DatabaseProvider.Sqlite, $"Data Source={Path.Combine(_data, "chs.db")}").Options);

    /// <summary>A browser that nobody is logged in with.</summary>
    public Browserless Nobody() => new(_handler, Server.Address);

    public async Task<Browserless> LoggedInAsync(string who)
    {
        var browser = Nobody();
        await browser.LogInAsync($"{who}@demo.chs");
        return browser;
    }

    /// <summary>A parent of its own, so that tests don't meet in one session.</summary>
    public async Task<(Browserless Parent, Guid Study, Guid Child)> FamilyAsync()
    {
        var browser = Nobody();
        var email = $"p{Guid.NewGuid():N}@family.example";
        await browser.PostJsonAsync("/api/v3/accounts", new { email, password = "seven green bottles", givenName = "Ada", familyName = "Example" });
        await browser.PostJsonAsync("/api/v3/session", new { email, password = "seven green bottles" });
        var child = (await browser.PostJsonAsync("/api/v3/children", new { givenName = "Mika", birthday = "2022-03-01" })).GetProperty("id").GetGuid();
        return (browser, (await browser.DemoAsync()).Study, child);
    }

    public static async Task<(int Status, string? Code)> ProblemAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.GetProperty("traceId").GetString());
        return ((int)answer.StatusCode, problem.GetProperty("code").GetString());
    }

    public static async Task<(int Status, string? Code, string? Pointer)> RunnerErrorAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/vnd.api+json", answer.Content.Headers.ContentType?.MediaType);
        var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("errors")[0];
        Assert.Equal(((int)answer.StatusCode).ToString(), error.GetProperty("status").GetString());
        return ((int)answer.StatusCode, error.GetProperty("code").GetString(), error.TryGetProperty("source", out var source) ? source.GetProperty("pointer").GetString() : null);
    }
}

[CollectionDefinition("api")]
public sealed class ApiCollection : ICollectionFixture<ApiHost>;
