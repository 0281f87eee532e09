using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Browser.Tests.Attacks;

/// <summary>A study's code calls the API, where it runs and at the site, with whatever the browser sends along.</summary>
[Collection("Attacks")]
public class CallTests(TwoLabs labs)
{
    /// <summary>Makes each call and notes its answer: status and text, or <c>failed</c> when the browser shows none.</summary>
    const string Ask = """
        async (calls) => {
          const answers = {};
          for (const { name, method, address, type, body, mode } of calls) {
            const headers = type ? { "Content-Type": type } : {};
            headers["X-CSRFToken"] = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
            try {
              const options = { method, body: body ?? undefined, credentials: "include", mode };
              const answer = await fetch(address, mode === "no-cors" ? options : { ...options, headers });
              answers[name] = `${answer.status} ${await answer.text()}`;
            } catch {
              answers[name] = "failed";
            }
          }
          return JSON.stringify(answers);
        }
        """;

    const string JsonApi = "application/vnd.api+json";

    [BrowserTheory]
    [InlineData("family")]
    [InlineData("researcher")]
    [InlineData("administrator")]
    public async Task Nothing_but_the_own_session_can_be_read_or_written(string role)
    {
        await using var victim = await labs.VictimAsync(role);
        Guid[] foreign = [.. labs.OthersSessions, .. victim.Sessions];
        var before = await StoredAsync(victim);
        var calls = foreign.SelectMany(CallsFor).Concat(CallsForLists).ToArray();
        var answers = await AskAsync(victim, calls);
        Assert.All(answers, answer => Assert.StartsWith("404 ", answer.Value));
        Assert.All(answers, answer => Assert.DoesNotContain(TwoLabs.Secret, answer.Value));
        Assert.Equal(before, await StoredAsync(victim));
        // Its own it may read, or nothing was tried.
        var own = await victim.Page.EvaluateAsync<string>("chs.response.id");
        var allowed = await AskAsync(victim, [new Call("own", "GET", $"/api/v1/responses/{own}/")]);
        Assert.StartsWith("200 ", allowed["own"]);
    }

    [BrowserTheory]
    [InlineData("family")]
    [InlineData("researcher")]
    [InlineData("administrator")]
    public async Task The_site_answers_nothing_and_does_nothing(string role)
    {
        await using var victim = await labs.VictimAsync(role);
        var before = await StoredAsync(victim);
        var id = await victim.IdAsync();
        string[] paths = ["/", "/api/v3/me", "/api/v3/children", "/api/v3/session", "/api/v1/responses/"];
        var site = labs.Site.GetLeftPart(UriPartial.Authority);
        Call[] reads = [.. paths.Select(path => new Call($"GET {path}", "GET", site + path))];
        string[] writes = ["/api/v3/children", "/api/v3/session", "/logout/", "/login/"];
        var blind = writes.Select(path => new Call($"POST {path}", "POST", site + path, Mode: "no-cors", Body: "{}"));
        var answers = await AskAsync(
            victim,
            [.. reads, .. blind, new Call("DELETE", "DELETE", $"{site}/api/v3/session")]
        );
        // Without CORS a browser says nothing of an answer, not even its status.
        Assert.All(answers, answer => Assert.Contains(answer.Value, new[] { "failed", "0 " }));
        Assert.Equal(id, await victim.LoggedInAsync());
        Assert.Equal(before, await StoredAsync(victim));
    }

    static IEnumerable<Call> CallsFor(Guid response)
    {
        var attributes = new
        {
            exp_data = (object[])[new { trial_index = 0, answer = "forged" }],
            conditions = new { },
            global_event_timings = (object[])[],
            sequence = (string[])["forged"],
            completed = true,
            completed_consent_frame = true,
        };
        var data = new
        {
            id = response,
            type = "responses",
            attributes,
        };
        var body = JsonSerializer.Serialize(new { data });
        foreach (var version in (string[])["v1", "v2"])
        {
            var address = $"/api/{version}/responses/{response}/";
            yield return new Call($"GET {address}", "GET", address);
            yield return new Call($"PATCH {address}", "PATCH", address, JsonApi, body);
            yield return new Call($"PUT {address}", "PUT", address, JsonApi, body);
        }
    }

    static Call[] CallsForLists =>
        [
            .. (
                (string[])
                    [
                        "/api/v1/responses/",
                        "/api/v2/responses/",
                        "/api/v1/users/",
                        "/api/v1/children/",
                        "/api/v1/studies/",
                        "/api/v3/me",
                        "/api/v3/children",
                        "/api/v3/me/responses",
                        "/openapi/v3.json",
                        "/swagger/index.html",
                    ]
            ).Select(path => new Call($"GET {path}", "GET", path)),
        ];

    static async Task<Dictionary<string, string>> AskAsync(Victim victim, Call[] calls)
    {
        var asked = calls.Select(call => new
        {
            name = call.Name,
            method = call.Method,
            address = call.Address,
            type = call.Type,
            body = call.Body,
            mode = call.Mode,
        });
        var answers = await victim.Page.EvaluateAsync<string>(Ask, asked);
        return JsonSerializer.Deserialize<Dictionary<string, string>>(answers)!;
    }

    /// <summary>Everything of the two families that an attack could have changed.</summary>
    async Task<string> StoredAsync(Victim victim)
    {
        List<string> stored = [];
        foreach (var session in labs.OthersSessions)
            stored.Add(await Studies.StoredAsync(labs.Others, session));
        foreach (var session in victim.Sessions)
            stored.Add(await Studies.StoredAsync(victim.Api, session));
        foreach (var api in (ApiClient[])[labs.Others, victim.Api])
            stored.Add((await api.GetJsonAsync("/api/v3/children")).GetRawText());
        return string.Join('\n', stored);
    }

    /// <param name="Name">What the answer is noted under.</param>
    /// <param name="Mode">As of <c>fetch</c>.</param>
    sealed record Call(
        string Name,
        string Method,
        string Address,
        string? Type = null,
        string? Body = null,
        string Mode = "cors"
    );
}
