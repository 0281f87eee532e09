using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using MimeKit;
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

    public async Task InitializeAsync() =>
        _server = await ServerProcess.StartAsync(
            _data,
            null,
            null,
            ("Chs__AllowedOrigins__0", "https://front.example"),
            ("Chs__Videos__CallbackKey", CallbackKey)
        );

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>The program's own database, for what no address makes yet.</summary>
    public SqliteChsDbContext Database() =>
        new(
            PersistenceServices
                .Configure(
                    new DbContextOptionsBuilder<SqliteChsDbContext>(),
                    DatabaseProvider.Sqlite,
                    $"Data Source={Path.Combine(_data, "chs.db")}"
                )
                .Options
        );

    /// <summary>A browser that nobody is logged in with.</summary>
    public ApiClient Nobody() => new(_handler, Server.Address);

    readonly Dictionary<string, (string Session, string Antiforgery)> _sessions = [];
    readonly SemaphoreSlim _loggingIn = new(1);

    /// <summary>A browser in which somebody of the demo is logged in. Tests share the session, as long as none ends it: nobody may log in ten times a minute.</summary>
    public async Task<ApiClient> LoggedInAsync(string who)
    {
        await _loggingIn.WaitAsync();
        try
        {
            var browser = Nobody();
            if (_sessions.TryGetValue(who, out var known))
            {
                browser.Take("sessionid", known.Session);
                browser.Take("csrftoken", known.Antiforgery);
                using var me = await browser.SendAsync(HttpMethod.Get, "/api/v3/me");
                if (me.IsSuccessStatusCode)
                    return browser;
            }

            await browser.LogInAsync($"{who}@demo.chs");
            _sessions[who] = (browser.Cookie("sessionid")!, browser.Cookie("csrftoken")!);
            return browser;
        }
        finally
        {
            _loggingIn.Release();
        }
    }

    /// <summary>A parent of its own, so that tests don't meet in one session.</summary>
    public async Task<(ApiClient Parent, Guid Study, Guid Child)> FamilyAsync()
    {
        var browser = Nobody();
        var email = $"p{Guid.NewGuid():N}@family.example";
        await browser.PostJsonAsync(
            "/api/v3/accounts",
            new
            {
                email,
                password = "seven green bottles",
                givenName = "Ada",
                familyName = "Example",
            }
        );
        await browser.PostJsonAsync("/api/v3/session", new { email, password = "seven green bottles" });
        var child = (
            await browser.PostJsonAsync("/api/v3/children", new { givenName = "Mika", birthday = "2022-03-01" })
        )
            .GetProperty("id")
            .GetGuid();
        return (browser, (await browser.DemoAsync()).Study, child);
    }

    /// <summary>Waits for a mail to somebody about something.</summary>
    public async Task<MimeMessage> MailAsync(string to, string about)
    {
        var folder = Path.Combine(_data, "mail");
        for (var attempt = 0; attempt < 150; attempt++, await Task.Delay(100))
        {
            if (!Directory.Exists(folder))
                continue;
            foreach (var file in Directory.GetFiles(folder, "*.eml"))
            {
                var mail = await MimeMessage.LoadAsync(file);
                if (
                    mail.To.Mailboxes.Any(box => box.Address == to)
                    && mail.Subject?.Contains(about, StringComparison.Ordinal) is true
                )
                    return mail;
            }
        }

        throw new TimeoutException($"No mail to {to} about '{about}'.");
    }

    /// <summary>The token in the link of a mail.</summary>
    public async Task<string> TokenAsync(string to, string about)
    {
        var mail = await MailAsync(to, about);
        var token = Regex.Match(mail.TextBody ?? "", @"token=([\w-]+)").Groups[1].Value;
        Assert.Contains(token, mail.HtmlBody);
        return token;
    }

    /// <summary>A researcher with a confirmed address, logged in.</summary>
    public async Task<(ApiClient Browser, string Email, Guid Id)> ResearcherAsync()
    {
        var (browser, email) = (Nobody(), $"r{Guid.NewGuid():N}@uni.example");
        var id = (
            await browser.PostJsonAsync(
                "/api/v3/accounts",
                new
                {
                    email,
                    password = Password,
                    givenName = "Grace",
                    familyName = "Hopperlike",
                    researcher = true,
                }
            )
        ).GetProperty("id").GetGuid();
        await browser.PostJsonAsync("/api/v3/session", new { email, password = Password });
        (
            await browser.PostAsync("/api/v3/email-confirmations", new { token = await TokenAsync(email, "Confirm") })
        ).EnsureSuccessStatusCode();
        return (browser, email, id);
    }

    public const string Password = "seven green bottles";

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
        return (
            (int)answer.StatusCode,
            error.GetProperty("code").GetString(),
            error.TryGetProperty("source", out var source) ? source.GetProperty("pointer").GetString() : null
        );
    }
}

[CollectionDefinition("api")]
public sealed class ApiCollection : ICollectionFixture<ApiHost>;
