using System.Net;
using System.Text;
using System.Text.Json;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>Attacks on accounts and on what others own.</summary>
[Collection("api")]
public class Attacks_(ApiHost host)
{
    [Fact]
    public async Task With_a_session_that_was_known_before_the_log_in_open_nothing()
    {
        var (family, _, _) = await host.FamilyAsync();
        using var parent = family;
        var email = (await parent.GetJsonAsync("/api/v3/me")).GetProperty("email").GetString();
        const string planted = "planted-by-somebody-else-planted-by-somebody-else";
        using var victim = host.Nobody();
        await victim
            .PostAsync(
                "/api/v3/session",
                new { email, password = ApiHost.Password },
                ("Cookie", $"sessionid={planted}")
            )
            .HasStatusAsync(HttpStatusCode.OK);
        Assert.NotEqual(planted, victim.Cookie("sessionid"));
        using var attacker = host.Nobody();
        await attacker
            .GetAsync("/api/v3/me", ("Cookie", $"sessionid={planted}"))
            .HasStatusAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task With_the_session_from_before_the_second_factor_open_nothing()
    {
        var (email, app) = await ResearcherWithSecondFactorAsync();
        using var client = host.Nobody();
        await client.PostAsync("/api/v3/session", new { email, password = ApiHost.Password });
        var pending = client.Cookie("sessionid");
        await client.PostAsync("/api/v3/session/second-factor", new { code = NextCode(app) }).SucceedsAsync();
        Assert.NotEqual(pending, client.Cookie("sessionid"));
        using var attacker = host.Nobody();
        await attacker
            .GetAsync("/api/v3/me", ("Cookie", $"sessionid={pending}"))
            .HasStatusAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task With_a_code_that_was_used_before_open_nothing()
    {
        var (email, app) = await ResearcherWithSecondFactorAsync();
        var code = NextCode(app);
        using var owner = host.Nobody();
        await owner.PostAsync("/api/v3/session", new { email, password = ApiHost.Password });
        await owner.PostAsync("/api/v3/session/second-factor", new { code }).SucceedsAsync();
        using var attacker = host.Nobody();
        await attacker.PostAsync("/api/v3/session", new { email, password = ApiHost.Password });
        await attacker
            .PostAsync("/api/v3/session/second-factor", new { code })
            .IsProblemAsync(401, "account.wrong_code");
    }

    async Task<(string Email, Totp App)> ResearcherWithSecondFactorAsync()
    {
        var (client, email, _) = await host.ResearcherAsync();
        using var researcher = client;
        var app = await researcher.BeginSecondFactorAsync();
        await researcher.ActivateSecondFactorAsync(app);
        await host.MailAsync(email, "second factor is in use");
        return (email, app);
    }

    /// <summary>
    /// The current code was used to activate the second factor. The next one is valid too, because clocks may differ by one step.
    /// </summary>
    static string NextCode(Totp app) => app.ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30));

    [Fact]
    public async Task From_another_page_change_nothing_whatever_the_operation()
    {
        var (family, study, child) = await host.FamilyAsync();
        using var parent = family;
        var session = parent.Cookie("sessionid");
        // The victim's browser sends the session with the requests of another page. That page doesn't know the antiforgery value.
        (string, string)[][] forgeries =
        [
            [("Cookie", $"sessionid={session}")],
            [("Cookie", $"sessionid={session}; csrftoken=known-to-nobody"), ("X-CSRFToken", "guessed")],
            [
                ("Cookie", $"sessionid={session}; csrftoken=same"),
                ("X-CSRFToken", "same"),
                ("Origin", "https://evil.example"),
            ],
        ];
        var operations = Contract
            .Read("v3")
            .Operations.Where(operation => operation.IsUnsafe && operation.Id != "registerVideo")
            .ToList();
        Assert.InRange(operations.Count, 40, 200);
        using var page = host.Nobody();
        foreach (var operation in operations)
        foreach (var headers in forgeries)
        {
            using var answer = await page.SendAsync(
                new HttpMethod(operation.Verb),
                operation.FillPath((_, before) => PathValue(before, study, child)),
                new StringContent("{}", Encoding.UTF8, "application/json"),
                [.. headers, ("If-Match", "*")]
            );
            Assert.True(
                await ApiHost.ProblemAsync(answer) == (403, "csrf.failed"),
                $"{operation.Id}: {answer.StatusCode}"
            );
        }

        Assert.Equal("Ada", (await parent.GetJsonAsync("/api/v3/me")).GetProperty("givenName").GetString());
    }

    static string PathValue(string before, Guid study, Guid child) =>
        before switch
        {
            "children" => child.ToString(),
            "pictures" => "banner",
            "pages" => "privacy",
            _ => study.ToString(),
        };

    [Fact]
    public async Task By_guessing_passwords_end_soon_and_lock_nobody_out()
    {
        var (family, _, _) = await host.FamilyAsync();
        using var owner = family;
        var email = (await owner.GetJsonAsync("/api/v3/me")).GetProperty("email").GetString()!;
        using var attacker = host.Nobody();
        var answers = await GuessAsync(attacker, email, 15);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.InRange(answers.Count(status => status == HttpStatusCode.Unauthorized), 5, 10);
        await LogInAsync(attacker, email).HasStatusAsync(HttpStatusCode.TooManyRequests);
        // The owner's browser has logged in before and isn't counted with the strangers.
        await LogInAsync(owner, email).HasStatusAsync(HttpStatusCode.OK);
        // The cookie of another account doesn't help.
        using var other = (await host.FamilyAsync()).Parent;
        await LogInAsync(other, email).HasStatusAsync(HttpStatusCode.TooManyRequests);
        // Nor does the owner's own cookie allow unlimited attempts.
        var ofOwner = await GuessAsync(owner, email, 11);
        Assert.Equal(HttpStatusCode.TooManyRequests, ofOwner[^1]);
    }

    static Task<HttpResponseMessage> LogInAsync(ApiClient client, string email) =>
        client.PostAsync("/api/v3/session", new { email, password = ApiHost.Password });

    static async Task<List<HttpStatusCode>> GuessAsync(ApiClient client, string email, int times)
    {
        List<HttpStatusCode> statuses = [];
        for (var i = 0; i < times; i++)
        {
            using var answer = await client.PostAsync("/api/v3/session", new { email, password = $"guess number {i}" });
            statuses.Add(answer.StatusCode);
        }

        return statuses;
    }

    [Fact]
    public async Task With_others_ids_meet_nothing_whatever_the_operation()
    {
        var world = await RoleMatrixWorld.CreateAsync(host, RoleMatrix.Read("v3-matrix.txt").Roles);
        await AddVictimsThingsAsync(world);
        var before = await StateAsync(world.Ids);
        string[] strangers = ["nobody", "other", "outsider"];
        var tried = 0;
        foreach (var operation in Contract.Read("v3").Operations.Where(TakesAnId))
        foreach (var stranger in strangers)
        {
            var path = operation.FillPath((name, segment) => VictimsId(name, segment, world.Ids));
            using var answer = await world
                .Actors[stranger]
                .SendAsync(new HttpMethod(operation.Verb), path, ExampleOf(operation), ("If-Match", "*"));
            Assert.True(
                (int)answer.StatusCode is 400 or 401 or 403 or 404,
                $"{operation.Id} as {stranger}: {answer.StatusCode}"
            );
            tried++;
        }

        Assert.InRange(tried, 120, 1000);
        Assert.Equal(before, await StateAsync(world.Ids));
    }

    /// <summary>
    /// Gives the study's admin a key, a session and a build, and revokes the lab's approval, so that nothing of it is public.
    /// </summary>
    static async Task AddVictimsThingsAsync(RoleMatrixWorld world)
    {
        var lab = world.Ids["lab"];
        await world.Actors["reviewer"].DeleteAsync($"/api/v3/labs/{lab}/approval").SucceedsAsync();
        var admin = world.Actors["admin"];
        var token = await admin.PostJsonAsync("/api/v3/me/tokens", new { label = "victim's" });
        var sessions = await admin.GetJsonAsync("/api/v3/me/sessions");
        var account = await admin.GetJsonAsync("/api/v3/me");
        world.Ids["token"] = token.GetProperty("id").GetGuid();
        world.Ids["session"] = sessions[0].GetProperty("id").GetGuid();
        world.Ids["account"] = account.GetProperty("id").GetGuid();
        await world.AddCancelledBuildAsync();
    }

    static bool TakesAnId(Operation operation) =>
        operation.Parameters.Any(parameter =>
            parameter.Location == "path"
            && parameter.Schema.TryGetProperty("format", out var format)
            && format.GetString() == "uuid"
        );

    /// <param name="segment">The path segment before the parameter.</param>
    static string VictimsId(string name, string segment, Dictionary<string, Guid> ids) =>
        (name, segment) switch
        {
            (_, "labs" or "institutions") => ids["lab"].ToString(),
            (_, "children") => ids["child"].ToString(),
            (_, "responses") => ids["response"].ToString(),
            (_, "builds") => ids["build"].ToString(),
            (_, "tokens") => ids["token"].ToString(),
            (_, "sessions") => ids["session"].ToString(),
            (_, "members" or "researchers" or "accounts") => ids["account"].ToString(),
            ("number", _) => "1",
            ("which", _) => "banner",
            _ => ids["study"].ToString(),
        };

    static HttpContent? ExampleOf(Operation operation)
    {
        if (operation.Bodies.Count == 0)
            return null;
        if (operation.Bodies.TryGetValue("application/json", out var body) && body.Example is { } example)
            return new StringContent(example.GetRawText(), Encoding.UTF8, "application/json");
        return Some.Picture(40, 20);
    }

    /// <summary>What the strangers' requests must not change.</summary>
    async Task<string> StateAsync(Dictionary<string, Guid> ids)
    {
        var studyId = ids["study"];
        var labId = ids["lab"];
        var childId = ids["child"];
        var responseId = ids["response"];
        await using var db = host.Database();
        var study = await db.Studies.AsNoTracking().SingleAsync(study => study.Uuid == studyId);
        var lab = await db.Labs.AsNoTracking().SingleAsync(lab => lab.Uuid == labId);
        var child = await db.Children.AsNoTracking().SingleAsync(child => child.Uuid == childId);
        var response = await db.Responses.AsNoTracking().SingleAsync(response => response.Uuid == responseId);
        return JsonSerializer.Serialize(
            new
            {
                study = study.Version,
                lab = lab.Version,
                child = child.Version,
                childIsDeleted = child.IsDeleted,
                response = response.Version,
                members = await db.LabMemberships.CountAsync(membership => membership.LabId == lab.Id),
                researchers = await db.StudyMemberships.CountAsync(membership => membership.StudyId == study.Id),
                rulings = await db.ConsentRulings.CountAsync(ruling => ruling.ResponseId == response.Id),
            }
        );
    }
}
