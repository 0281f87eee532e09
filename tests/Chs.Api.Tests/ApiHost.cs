using System.Text;
using System.Text.Json;
using Chs.Api.Tests.Access.Roles;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>The real program with SQLite and the demo, for all tests of the collection.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    public const string CallbackKey = "a key that only recorders of this test know";

    /// <summary>Of all accounts that tests create.</summary>
    public const string Password = "seven green bottles";

    readonly string _data = Directory.CreateTempSubdirectory("chs-api-").FullName;
    readonly SocketsHttpHandler _handler = Player.NewHandler();
    readonly Dictionary<string, (string Session, string Antiforgery)> _sessions = [];
    readonly SemaphoreSlim _logInLock = new(1);
    readonly Lazy<Task<RolePeople>> _people;
    readonly Lazy<Task<(string Session, string Antiforgery)>> _researcher;
    ServerProcess? _server;

    public ApiHost()
    {
        _people = new(() => RolePeople.CreateAsync(this));
        _researcher = new(async () =>
        {
            var (browser, _, _) = await ResearcherAsync();
            return (browser.Cookie("sessionid")!, browser.Cookie("csrftoken")!);
        });
    }

    public ServerProcess Server => _server!;

    /// <summary>Folder of the program's data.</summary>
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

    /// <summary>The program's own database, for what no operation of the API does.</summary>
    public SqliteChsDbContext Database()
    {
        var options = PersistenceServices.Configure(
            new DbContextOptionsBuilder<SqliteChsDbContext>(),
            DatabaseProvider.Sqlite,
            $"Data Source={Path.Combine(_data, "chs.db")}"
        );
        return new SqliteChsDbContext(options.Options);
    }

    /// <summary>All bytes of the program's database as text, where what was stored as text can be found.</summary>
    public async Task<string> DatabaseTextAsync()
    {
        // The log comes first: what moves from it into the database meanwhile is read twice, not missed.
        var text = new StringBuilder();
        foreach (var file in Directory.GetFiles(_data, "chs.db*").OrderDescending(StringComparer.Ordinal))
            text.Append(await File.ReadAllTextAsync(file, Encoding.Latin1));
        return text.ToString();
    }

    /// <summary>The root of a study's play host.</summary>
    /// <param name="study">Of any id: the host doesn't tell which studies there are.</param>
    public Uri PlayAddress(Guid study) => new($"http://{study}.play.localhost:{Server.Address.Port}");

    /// <summary>A client that isn't logged in.</summary>
    public ApiClient Nobody() => new(_handler, Server.Address);

    /// <summary>
    /// A client that is logged in with an account of the demo. Tests share its session while it lasts, because log-
    /// ins of one account are limited to ten per minute.
    /// </summary>
    /// <param name="who">The account's email address before the @.</param>
    public async Task<ApiClient> LoggedInAsync(string who)
    {
        await _logInLock.WaitAsync();
        try
        {
            var browser = Nobody();
            if (_sessions.TryGetValue(who, out var shared))
            {
                browser.SetCookie("sessionid", shared.Session);
                browser.SetCookie("csrftoken", shared.Antiforgery);
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
            _logInLock.Release();
        }
    }

    /// <summary>A new parent with a child, logged in, and the demo's study.</summary>
    public async Task<(ApiClient Parent, Guid Study, Guid Child)> FamilyAsync()
    {
        var parent = Nobody();
        await SignUpAsync(parent, $"p{Guid.NewGuid():N}@family.example", "Ada", "Example", researcher: false);
        var profile = new { givenName = "Mika", birthday = "2022-03-01" };
        var child = await parent.PostJsonAsync("/api/v3/children", profile);
        var (study, _) = await parent.DemoAsync();
        return (parent, study, child.GetProperty("id").GetGuid());
    }

    /// <summary>Creates an account and logs in with it.</summary>
    /// <returns>The account's id.</returns>
    public static async Task<Guid> SignUpAsync(
        ApiClient client,
        string email,
        string givenName,
        string familyName,
        bool researcher
    )
    {
        var account = new
        {
            email,
            password = Password,
            givenName,
            familyName,
            isResearcher = researcher,
        };
        await client.PostJsonAsync("/api/v3/accounts", account);
        var loggedIn = await client.PostJsonAsync("/api/v3/session", new { email, password = Password });
        return loggedIn.GetProperty("id").GetGuid();
    }

    /// <summary>A person of every role. All tests share them.</summary>
    internal Task<RolePeople> PeopleAsync() => _people.Value;

    /// <summary>Waits for a mail to an address whose subject contains a text.</summary>
    public Task<MimeMessage> MailAsync(string to, string about) => MailFolder.MailAsync(_data, to, about);

    /// <summary>The token in the link of a mail.</summary>
    public Task<string> TokenAsync(string to, string about) => MailFolder.TokenAsync(_data, to, about);

    /// <summary>
    /// A browser of its own with the log-in of a researcher with a confirmed email address, whom tests share that need no
    /// new one.
    /// </summary>
    public async Task<ApiClient> SharedResearcherAsync()
    {
        var (session, antiforgery) = await _researcher.Value;
        var browser = Nobody();
        browser.SetCookie("sessionid", session);
        browser.SetCookie("csrftoken", antiforgery);
        return browser;
    }

    /// <summary>A new researcher with a confirmed email address, logged in.</summary>
    public async Task<(ApiClient Browser, string Email, Guid Id)> ResearcherAsync()
    {
        var client = Nobody();
        var email = $"r{Guid.NewGuid():N}@uni.example";
        var id = await SignUpAsync(client, email, "Grace", "Hopperlike", researcher: true);
        var token = await TokenAsync(email, "Confirm");
        await client.PostAsync("/api/v3/email-confirmations", new { token, password = Password }).SucceedsAsync();
        return (client, email, id);
    }

    /// <summary>Reads a problem document of v3.</summary>
    public static async Task<(int Status, string? Code)> ProblemAsync(HttpResponseMessage answer)
    {
        var problem = await ReadAsync(answer, "application/problem+json");
        Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.GetProperty("traceId").GetString());
        return ((int)answer.StatusCode, problem.GetProperty("code").GetString());
    }

    /// <summary>The faults in a problem document of v3, in its order.</summary>
    public static async Task<List<(string Pointer, string Code)>> FaultsAsync(HttpResponseMessage answer)
    {
        var problem = await ReadAsync(answer, "application/problem+json");
        Assert.True(problem.TryGetProperty("errors", out var errors), await AnswerAssertions.DescribeAsync(answer));
        return
        [
            .. errors
                .EnumerateArray()
                .Select(fault => (fault.GetProperty("pointer").GetString()!, fault.GetProperty("code").GetString()!)),
        ];
    }

    /// <summary>Reads an error of the v1/v2 contract.</summary>
    public static async Task<(int Status, string? Code, string? Pointer)> JsonApiErrorAsync(HttpResponseMessage answer)
    {
        var document = await ReadAsync(answer, "application/vnd.api+json");
        Assert.True(document.TryGetProperty("errors", out var errors), await AnswerAssertions.DescribeAsync(answer));
        var error = errors[0];
        Assert.Equal(((int)answer.StatusCode).ToString(), error.GetProperty("status").GetString());
        var pointer = error.TryGetProperty("source", out var source) ? source.GetProperty("pointer").GetString() : null;
        return ((int)answer.StatusCode, error.GetProperty("code").GetString(), pointer);
    }

    static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, string mediaType)
    {
        var isOfType = answer.Content.Headers.ContentType?.MediaType == mediaType;
        Assert.True(isOfType, $"Not {mediaType}: {await AnswerAssertions.DescribeAsync(answer)}");
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }
}
