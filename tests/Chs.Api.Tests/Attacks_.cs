using System.Net;
using System.Text;
using System.Text.Json;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>What somebody tries who means harm.</summary>
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
        var answer = await victim.SendAsync(
            HttpMethod.Post,
            "/api/v3/session",
            System.Net.Http.Json.JsonContent.Create(new { email, password = ApiHost.Password }),
            ("Cookie", $"sessionid={planted}")
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEqual(planted, victim.Cookie("sessionid"));
        using var attacker = host.Nobody();
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (
                await attacker.SendAsync(HttpMethod.Get, "/api/v3/me", null, ("Cookie", $"sessionid={planted}"))
            ).StatusCode
        );

        // The same for the half session before the code: the code makes a new one.
        var (researcher, secret) = await WithSecondFactorAsync();
        using var pending = host.Nobody();
        await pending.PostAsync("/api/v3/session", new { email = researcher, password = ApiHost.Password });
        var half = pending.Cookie("sessionid");
        // The code that enrolled is used up; clocks may differ by one step.
        var code = new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(
            TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30)
        );
        (await pending.PostAsync("/api/v3/session/second-factor", new { code })).EnsureSuccessStatusCode();
        Assert.NotEqual(half, pending.Cookie("sessionid"));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await attacker.SendAsync(HttpMethod.Get, "/api/v3/me", null, ("Cookie", $"sessionid={half}"))).StatusCode
        );

        // And that code opens nothing a second time, wherever it was seen.
        using var replaying = host.Nobody();
        await replaying.PostAsync("/api/v3/session", new { email = researcher, password = ApiHost.Password });
        Assert.Equal(
            (401, "account.wrong_code"),
            await ApiHost.ProblemAsync(await replaying.PostAsync("/api/v3/session/second-factor", new { code }))
        );
    }

    async Task<(string Email, string Secret)> WithSecondFactorAsync()
    {
        var (browser, email, _) = await host.ResearcherAsync();
        using var researcher = browser;
        var secret = (await researcher.PostJsonAsync("/api/v3/me/second-factor", new { }))
            .GetProperty("secret")
            .GetString()!;
        var code = new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp();
        (
            await researcher.SendAsync(
                HttpMethod.Put,
                "/api/v3/me/second-factor/activation",
                System.Net.Http.Json.JsonContent.Create(new { code })
            )
        ).EnsureSuccessStatusCode();
        await host.MailAsync(email, "second factor is in use");
        return (email, secret);
    }

    [Fact]
    public async Task From_another_page_change_nothing_whatever_the_operation()
    {
        var (family, study, child) = await host.FamilyAsync();
        using var parent = family;
        var session = parent.Cookie("sessionid");
        using var forged = host.Nobody();
        var unsafeOnes = Contract.Read("v3").Operations.Where(o => o.IsUnsafe && o.Id != "registerVideo").ToList();
        Assert.InRange(unsafeOnes.Count, 40, 200);
        foreach (var operation in unsafeOnes)
        {
            var path = operation.Filled(
                (_, before) =>
                    before == "children" ? child.ToString()
                    : before is "pictures" ? "banner"
                    : before is "pages" ? "privacy"
                    : study.ToString()
            );
            // A browser sends the session along with what another page makes it send; what that page can't know is the value to repeat.
            foreach (
                var headers in (IEnumerable<(string, string)[]>)
                    [
                        [("Cookie", $"sessionid={session}")],
                        [("Cookie", $"sessionid={session}; csrftoken=known-to-nobody"), ("X-CSRFToken", "guessed")],
                        [
                            ("Cookie", $"sessionid={session}; csrftoken=same"),
                            ("X-CSRFToken", "same"),
                            ("Origin", "https://evil.example"),
                        ],
                    ]
            )
            {
                using var answer = await forged.SendAsync(
                    new HttpMethod(operation.Verb),
                    path,
                    new StringContent("{}", Encoding.UTF8, "application/json"),
                    [.. headers, ("If-Match", "*")]
                );
                Assert.True(
                    (await ApiHost.ProblemAsync(answer)) == (403, "csrf.failed"),
                    $"{operation.Id}: {answer.StatusCode}"
                );
            }
        }

        Assert.Equal("Ada", (await parent.GetJsonAsync("/api/v3/me")).GetProperty("givenName").GetString());
    }

    [Fact]
    public async Task By_guessing_passwords_end_soon_and_lock_nobody_out()
    {
        var (family, _, _) = await host.FamilyAsync();
        using var owner = family;
        var email = (await owner.GetJsonAsync("/api/v3/me")).GetProperty("email").GetString();
        using var attacker = host.Nobody();
        List<HttpStatusCode> answers = [];
        for (var i = 0; i < 15; i++)
            answers.Add(
                (await attacker.PostAsync("/api/v3/session", new { email, password = $"guess number {i}" })).StatusCode
            );
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.InRange(answers.Count(status => status == HttpStatusCode.Unauthorized), 5, 10);
        Assert.Equal(
            HttpStatusCode.TooManyRequests,
            (await attacker.PostAsync("/api/v3/session", new { email, password = ApiHost.Password })).StatusCode
        );
        // The owner's browser has logged in before: it isn't among the strangers. A copied cookie of another account doesn't help.
        Assert.Equal(
            HttpStatusCode.OK,
            (await owner.PostAsync("/api/v3/session", new { email, password = ApiHost.Password })).StatusCode
        );
        using var other = (await host.FamilyAsync()).Parent;
        Assert.Equal(
            HttpStatusCode.TooManyRequests,
            (await other.PostAsync("/api/v3/session", new { email, password = ApiHost.Password })).StatusCode
        );
        // Nor does the owner's own cookie give endless attempts.
        for (var i = 0; i < 11; i++)
            answers.Add(
                (await owner.PostAsync("/api/v3/session", new { email, password = $"guess number {i}" })).StatusCode
            );
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }

    [Fact]
    public async Task With_others_ids_meet_nothing_whatever_the_operation()
    {
        var roles = File.ReadLines(Repository.File("tests/Chs.Api.Tests/v3-matrix.txt"))
            .First(line => line.Length > 0 && line[0] != '#')
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (actors, ids) = await new RoleMatrixWorld(
            host,
            given => RunnerMatrix_.Body("POST", "feedback/", given)
        ).PrepareAsync(roles);
        // Of the victim: a study with a lab that isn't approved any more, so that nothing of it is anybody's to see.
        (
            await actors["reviewer"].SendAsync(HttpMethod.Delete, $"/api/v3/labs/{ids["lab"]}/approval")
        ).EnsureSuccessStatusCode();
        var admin = actors["admin"];
        ids["token"] = (await admin.PostJsonAsync("/api/v3/me/tokens", new { label = "victim's" }))
            .GetProperty("id")
            .GetGuid();
        ids["session"] = (await admin.GetJsonAsync("/api/v3/me/sessions"))[0].GetProperty("id").GetGuid();
        ids["account"] = (await admin.GetJsonAsync("/api/v3/me")).GetProperty("id").GetGuid();
        ids["build"] = await V3Matrix_.BuildAsync(host, ids["study"]);
        var before = await StateAsync(ids);
        var tried = 0;
        foreach (
            var operation in Contract
                .Read("v3")
                .Operations.Where(o =>
                    o.Parameters.Any(p =>
                        p.Place == "path"
                        && p.Schema.TryGetProperty("format", out var format)
                        && format.GetString() == "uuid"
                    )
                )
        )
        {
            var path = operation.Filled(
                (name, before) =>
                    before switch
                    {
                        "studies" => ids["study"],
                        "labs" => ids["lab"],
                        "children" => ids["child"],
                        "responses" => ids["response"],
                        "builds" => ids["build"],
                        "tokens" => ids["token"],
                        "sessions" => ids["session"],
                        "members" or "researchers" or "accounts" => ids["account"],
                        "institutions" => ids["lab"],
                        _ => (object)(
                            name is "number" ? "1"
                            : name is "which" ? "banner"
                            : ids["study"]
                        ),
                    }
                        is var id
                        ? id.ToString()!
                        : ""
            );
            foreach (var who in (string[])["nobody", "other", "outsider"])
            {
                HttpContent? content = operation.Bodies.Keys.FirstOrDefault() switch
                {
                    null => null,
                    "application/json" when operation.Bodies["application/json"].Example is { } example =>
                        new StringContent(example.GetRawText(), Encoding.UTF8, "application/json"),
                    _ => Some.Picture(40, 20),
                };
                using var answer = await actors[who]
                    .SendAsync(new HttpMethod(operation.Verb), path, content, ("If-Match", "*"));
                Assert.True(
                    (int)answer.StatusCode is 400 or 401 or 403 or 404,
                    $"{operation.Id} as {who}: {answer.StatusCode}"
                );
                // What isn't theirs to see looks as if it weren't there: 403 is for what they couldn't do with anything.
                tried++;
            }
        }

        Assert.InRange(tried, 120, 1000);
        Assert.Equal(before, await StateAsync(ids));
    }

    /// <summary>What must not have moved.</summary>
    async Task<string> StateAsync(Dictionary<string, Guid> ids)
    {
        await using var db = host.Database();
        var (study, lab, child, response) = (ids["study"], ids["lab"], ids["child"], ids["response"]);
        return JsonSerializer.Serialize(
            new
            {
                study = await db.Studies.Where(s => s.Uuid == study).Select(s => s.Version).SingleAsync(),
                lab = await db.Labs.Where(l => l.Uuid == lab).Select(l => l.Version).SingleAsync(),
                child = await db
                    .Children.Where(c => c.Uuid == child)
                    .Select(c => new { c.Version, c.IsDeleted })
                    .SingleAsync(),
                response = await db.Responses.Where(r => r.Uuid == response).Select(r => r.Version).SingleAsync(),
                members = await db.LabMemberships.CountAsync(m => db.Labs.Any(l => l.Id == m.LabId && l.Uuid == lab)),
                researchers = await db.StudyMemberships.CountAsync(m =>
                    db.Studies.Any(s => s.Id == m.StudyId && s.Uuid == study)
                ),
                rulings = await db.ConsentRulings.CountAsync(r =>
                    db.Responses.Any(x => x.Id == r.ResponseId && x.Uuid == response)
                ),
            }
        );
    }

    [Fact]
    public async Task With_a_key_of_limited_scope_reach_no_further_on_any_contract()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var (study, _) = await researcher.DemoAsync();
        using var script = host.Nobody();
        async Task<(string, string)> KeyAsync(object body, string scheme) =>
            (
                "Authorization",
                $"{scheme} {(await researcher.PostJsonAsync("/api/v3/me/tokens", body)).GetProperty("key").GetString()}"
            );
        object deidentified = new { label = "d", deidentified = true },
            reading = new { label = "r", readOnly = true };
        foreach (
            var path in (string[])
                [
                    "/api/v1/users/",
                    "/api/v1/children/",
                    "/api/v2/demographics/",
                    $"/api/v1/studies/{study}/responses/",
                    "/api/v2/responses/",
                ]
        )
            Assert.Equal(
                (403, "permission_denied", "/data"),
                await ApiHost.RunnerErrorAsync(
                    await script.SendAsync(HttpMethod.Get, path, null, await KeyAsync(deidentified, "Token"))
                )
            );
        Assert.Equal(
            HttpStatusCode.OK,
            (
                await script.SendAsync(HttpMethod.Get, "/api/v1/studies/", null, await KeyAsync(deidentified, "Token"))
            ).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (
                await script.SendAsync(
                    HttpMethod.Get,
                    $"/api/v3/studies/{study}/exports/responses.csv",
                    null,
                    await KeyAsync(deidentified, "Bearer")
                )
            ).StatusCode
        );
        Assert.Equal(
            (403, "token.deidentified"),
            await ApiHost.ProblemAsync(
                await script.SendAsync(
                    HttpMethod.Get,
                    $"/api/v3/studies/{study}/exports/responses.csv?columns=child__name",
                    null,
                    await KeyAsync(deidentified, "Bearer")
                )
            )
        );
        Assert.Equal(
            (403, "token.read_only"),
            await ApiHost.ProblemAsync(
                await script.SendAsync(
                    HttpMethod.Patch,
                    $"/api/v3/studies/{study}",
                    System.Net.Http.Json.JsonContent.Create(new { purpose = "x" }),
                    await KeyAsync(reading, "Bearer"),
                    ("If-Match", "*")
                )
            )
        );
        Assert.Equal(
            (403, "token.out_of_scope"),
            await ApiHost.ProblemAsync(
                await script.SendAsync(
                    HttpMethod.Post,
                    "/api/v3/me/tokens",
                    System.Net.Http.Json.JsonContent.Create(new { label = "wider" }),
                    await KeyAsync(reading, "Bearer")
                )
            )
        );
        // Nor does the page of a study run for one.
        Assert.NotEqual(
            HttpStatusCode.OK,
            (
                await script.SendAsync(
                    HttpMethod.Post,
                    "/api/v3/children",
                    System.Net.Http.Json.JsonContent.Create(new { givenName = "x", birthday = "2022-01-01" }),
                    await KeyAsync(reading, "Bearer")
                )
            ).StatusCode
        );
    }

    const string Script = "\"'><script>alert('stored')</script><img src=x onerror=alert(1)>";

    [Fact]
    public async Task With_a_script_in_every_text_field_run_in_nobodys_page()
    {
        var (browser, email, _) = await host.ResearcherAsync();
        using var researcher = browser;
        (
            await researcher.SendAsync(
                HttpMethod.Patch,
                "/api/v3/me",
                System.Net.Http.Json.JsonContent.Create(
                    new
                    {
                        givenName = Script,
                        familyName = Script,
                        nickname = Script,
                    }
                )
            )
        ).EnsureSuccessStatusCode();
        using var reviewer = await host.LoggedInAsync("reviewer");
        var contract = Contract.Read("v3");
        var lab = await MakeAsync(
            "createLab",
            "/api/v3/labs",
            new()
            {
                ["contactEmail"] = email,
                ["website"] = "",
                ["slug"] = null,
                ["name"] = Script + Guid.NewGuid(),
            }
        );
        (await reviewer.SendAsync(HttpMethod.Put, $"/api/v3/labs/{lab}/approval")).EnsureSuccessStatusCode();
        var input = Texts(
            contract.Resolve(contract.Operations.Single(o => o.Id == "updateStudy").Bodies["application/json"].Schema),
            contract
        );
        foreach (
            var other in (string[])
                [
                    "structure",
                    "generator",
                    "useGenerator",
                    "runnerRepository",
                    "runnerCommit",
                    "externalUrl",
                    "external",
                    "exitUrl",
                    "criteriaExpression",
                    "irbUntil",
                    "labId",
                    "experiment",
                    "note",
                ]
        )
            input.Remove(other);
        var study = (await researcher.PostJsonAsync("/api/v3/studies", new { labId = lab, study = input }))
            .GetProperty("id")
            .GetGuid();
        foreach (
            var (who, step) in (IEnumerable<(ApiClient, string)>)
                [(researcher, "submit"), (reviewer, "approve"), (researcher, "activate")]
        )
            await who.PostJsonAsync($"/api/v3/studies/{study}/steps", new { step, comments = Script });
        var (family, _, _) = await host.FamilyAsync();
        using var parent = family;
        var child = (
            await parent.PostJsonAsync(
                "/api/v3/children",
                new
                {
                    givenName = Script,
                    birthday = "2022-03-01",
                    additionalInformation = Script,
                }
            )
        ).GetProperty("id").GetGuid();

        // Our own pages, with everything in them; also what comes back from an address.
        var pages = new[]
        {
            "/",
            $"/studies/j/{study}/{child}/",
            $"/exp/studies/j/{study}/{child}/preview/",
            $"/login/?next={Uri.EscapeDataString("/" + Script)}",
            $"/login/code/?next={Uri.EscapeDataString("/" + Script)}",
            $"/account/confirm/?token={Uri.EscapeDataString(Script)}",
            $"/account/password/?token={Uri.EscapeDataString(Script)}",
            $"/stage/resume/?next={Uri.EscapeDataString("/" + Script)}",
        };
        foreach (var page in pages)
        {
            using var answer = await parent.SendAsync(HttpMethod.Get, page);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.False(
                html.Contains("<script>alert", StringComparison.OrdinalIgnoreCase)
                    || html.Contains("<img src=x", StringComparison.OrdinalIgnoreCase),
                page
            );
        }

        Assert.Contains(
            "&lt;script&gt;alert",
            await (await parent.SendAsync(HttpMethod.Get, "/")).Content.ReadAsStringAsync()
        ); // it was there, as text
        // The contracts answer JSON that no browser takes for a page.
        foreach (
            var path in (string[])
                [
                    $"/api/v3/studies/{study}",
                    $"/api/v3/labs/{lab}",
                    "/api/v3/me",
                    $"/api/v3/studies/{study}/log",
                    $"/api/v1/studies/{study}/",
                ]
        )
        {
            using var answer = await researcher.SendAsync(HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.EndsWith("json", answer.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }

        var mail = await host.MailAsync(
            "reviewer@demo.chs",
            $"{Script}: submit".Replace("\n", " ", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("<script>", mail.HtmlBody);
        Assert.DoesNotContain("<img", mail.HtmlBody);

        async Task<Guid> MakeAsync(string operation, string path, Dictionary<string, object?> known)
        {
            var body = Texts(
                contract.Resolve(contract.Operations.Single(o => o.Id == operation).Bodies["application/json"].Schema),
                contract
            );
            foreach (var (name, value) in known)
                body[name] = value;
            return (await researcher.PostJsonAsync(path, body)).GetProperty("id").GetGuid();
        }
    }

    /// <summary>The script in every member that is a text: as long as it may be.</summary>
    static Dictionary<string, object?> Texts(JsonElement schema, Contract contract) =>
        schema
            .GetProperty("properties")
            .EnumerateObject()
            .Where(member =>
                contract.Resolve(member.Value) is var one
                && one.TryGetProperty("type", out var type)
                && type.GetString() == "string"
                && !one.TryGetProperty("format", out _)
                && !one.TryGetProperty("enum", out _)
            )
            .ToDictionary(member => member.Name, object? (_) => Script);
}
