using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>Each wrong input gets its precise refusal, and nothing changes.</summary>
[Collection("api")]
public class BadInput_(ApiHost host)
{
    static StringContent Body(string text, string type) =>
        new(text, Encoding.UTF8) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    [Fact]
    public async Task To_the_runner_contract_changes_nothing()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        var response = await parent.StartAsync(study, child);
        (await parent.PatchAsync(response, $$"""{"exp_data":{{Some.Trials(3)}}}""")).EnsureSuccessStatusCode();
        var path = $"/api/v2/responses/{response}/";
        var before = await (await parent.SendAsync(HttpMethod.Get, path)).Content.ReadAsStringAsync();
        var deep = new string('[', 10_000) + new string(']', 10_000);
        string Document(string attributes, string type = "responses", Guid? id = null) =>
            $$$"""{"data":{"type":"{{{type}}}","id":"{{{id ?? response}}}","attributes":{{{attributes}}}}}""";
        Task<HttpResponseMessage> Patch(string body, string type = "application/vnd.api+json") =>
            parent.SendAsync(HttpMethod.Patch, path, Body(body, type));

        const string data = "/data/attributes/exp_data";
        foreach (
            var (attributes, code, pointer) in (IEnumerable<(string, string, string)>)
                [
                    ("""{"exp_data":null}""", "null", data),
                    ("""{"exp_data":{"a":1}}""", "invalid", data),
                    ("""{"exp_data":"text"}""", "invalid", data),
                    ($$"""{"exp_data":{{Some.Trials(2)}}}""", "invalid", data),
                    ("""{"exp_data":[1,2,3,"\u0000"]}""", "invalid", data),
                    ("""{"exp_data":[1,2,3,"\ud800"]}""", "invalid", data),
                    ("""{"exp_data":[1,2,3,1e999]}""", "invalid", data),
                    ("""{"expData":null}""", "null", data),
                    ("""{"exp-data":null}""", "null", data),
                    ("""{"completed":"maybe"}""", "invalid", "/data/attributes/completed"),
                    ("""{"completed":null}""", "null", "/data/attributes/completed"),
                    ("""{"conditions":null}""", "null", "/data/attributes/conditions"),
                    ("""{"conditions":{"a":"\u0000"}}""", "invalid", "/data/attributes/conditions"),
                    ("""{"sequence":"x"}""", "invalid", "/data/attributes/sequence"),
                    ("""{"sequence":[1]}""", "invalid", "/data/attributes/sequence"),
                    ($$"""{"sequence":["{{new string('x', 129)}}"]}""", "max_length", "/data/attributes/sequence"),
                    (
                        $$"""{"recording_method":"{{new string('x', 51)}}"}""",
                        "max_length",
                        "/data/attributes/recording_method"
                    ),
                    ("""{"recording_method":[]}""", "invalid", "/data/attributes/recording_method"),
                    ("""{"recording_method":"\u0000"}""", "invalid", "/data/attributes/recording_method"),
                    // What stands behind a fault is read all the same, and refused with it.
                    (
                        """{"completed_consent_frame":true,"exp_data":[1,2,3,"\u0000",[{"x":1}]],"completed":true}""",
                        "invalid",
                        data
                    ),
                ]
        )
            Assert.Equal((400, code, pointer), await ApiHost.RunnerErrorAsync(await Patch(Document(attributes))));

        foreach (
            var text in (string[])
                [
                    "",
                    "{",
                    "[]x",
                    "\"text\"",
                    "{} {}",
                    Document($$"""{"exp_data":{{deep}}}"""),
                    """{"data":[]}""",
                    "{}",
                    Document("{}") + "x",
                    """{"data":{"id":"x","attributes":{}}}""",
                    Document("{}", id: Guid.NewGuid()),
                ]
        )
            Assert.Equal((400, "parse_error", "/data"), await ApiHost.RunnerErrorAsync(await Patch(text)));
        Assert.Equal(
            (400, "parse_error", "/data"),
            await ApiHost.RunnerErrorAsync(
                await parent.SendAsync(
                    HttpMethod.Patch,
                    path,
                    new ByteArrayContent([
                        .. Encoding
                            .UTF8.GetBytes(Document("""{"completed":true,"x":"A"}"""))
                            .Select(b => b == (byte)'A' ? (byte)0xFF : b),
                    ])
                    {
                        Headers = { ContentType = new("application/vnd.api+json") },
                    }
                )
            )
        );
        Assert.Equal(
            (409, "invalid", "/data"),
            await ApiHost.RunnerErrorAsync(await Patch(Document("{}", type: "studies")))
        );
        Assert.Equal(415, (await ApiHost.RunnerErrorAsync(await Patch(Document("{}"), "text/plain"))).Status);
        Assert.Equal(
            415,
            (await ApiHost.RunnerErrorAsync(await Patch(Document("{}"), "application/x-www-form-urlencoded"))).Status
        );
        Assert.Equal(
            406,
            (
                await ApiHost.RunnerErrorAsync(
                    await parent.SendAsync(HttpMethod.Get, path, null, ("Accept", "image/png"))
                )
            ).Status
        );
        Assert.Equal(405, (await ApiHost.RunnerErrorAsync(await parent.SendAsync(HttpMethod.Delete, path))).Status);
        Assert.Equal(
            (404, "not_found", null),
            await ApiHost.RunnerErrorAsync(await parent.SendAsync(HttpMethod.Get, "/api/v2/responses/not-an-id/"))
        );
        Assert.Equal(
            (404, "not_found", null),
            await ApiHost.RunnerErrorAsync(await parent.SendAsync(HttpMethod.Get, "/api/v2/nothing/"))
        );
        Assert.Equal(
            404,
            (int)
                (
                    await parent.SendAsync(
                        HttpMethod.Patch,
                        path.TrimEnd('/'),
                        Body(Document("{}"), "application/json")
                    )
                ).StatusCode
        );

        // Found by the fuzzer: half of a pair where an id belongs.
        var half = await parent.SendAsync(
            HttpMethod.Post,
            "/api/v2/responses/",
            Body(
                """{"data":{"type":"responses","relationships":{"study":{"data":{"type":"studies","id":"\ud800"}}}}}""",
                "application/vnd.api+json"
            )
        );
        Assert.Equal((400, "incorrect_type", "/data/relationships/study"), await ApiHost.RunnerErrorAsync(half));
        Assert.Equal(before, await (await parent.SendAsync(HttpMethod.Get, path)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Of_forty_megabytes_is_too_large_for_either_contract()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        var response = await parent.StartAsync(study, child);
        var huge = new string('x', 40_000_000);
        Assert.Equal(
            413,
            (
                await ApiHost.RunnerErrorAsync(await parent.PatchAsync(response, $$"""{"exp_data":["{{huge}}"]}"""))
            ).Status
        );
        Assert.Equal(
            (413, "request.too_large"),
            await ApiHost.ProblemAsync(await parent.PostAsync("/api/v3/children", new { givenName = huge }))
        );
        Assert.Equal(
            (413, "request.too_large"),
            await ApiHost.ProblemAsync(
                await parent.PostAsync("/api/v3/children", new { givenName = huge }, ("Idempotency-Key", "large"))
            )
        );
    }

    [Fact]
    public async Task To_v3_says_everything_that_is_wrong_at_once()
    {
        var (parent, _, _) = await host.FamilyAsync();
        using var family = parent;
        var answer = await parent.PostAsync(
            "/api/v3/children",
            new
            {
                givenName = new string('x', 256),
                birthday = "2022-01-01",
                gestationalAge = 18,
                languages = new[] { "klingon" },
            }
        );
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((400, "request.invalid"), await ApiHost.ProblemAsync(answer));
        var errors = System
            .Text.Json.JsonDocument.Parse(text)
            .RootElement.GetProperty("errors")
            .EnumerateArray()
            .Select(e => (e.GetProperty("pointer").GetString(), e.GetProperty("code").GetString()))
            .ToHashSet();
        Assert.Superset(
            new HashSet<(string?, string?)>
            {
                ("/givenName", "too_long"),
                ("/gestationalAge", "out_of_range"),
                ("/languages", "unknown_value"),
            },
            errors
        );
    }

    [Theory]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01""", 400)]
    [InlineData("""{"givenName":null,"birthday":"2022-01-01"}""", 400)]
    [InlineData("""{"givenName":"a"}""", 400)]
    [InlineData("""{"givenName":"a","birthday":"soon"}""", 400)]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01","gender":"dragon"}""", 400)]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01","gender":2}""", 400)]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01","shoeSize":3}""", 400)]
    [InlineData("""{"givenName":"a","givenName":"b","birthday":"2022-01-01"}""", 400)]
    [InlineData("""{"givenName":"a\u0000","birthday":"2022-01-01"}""", 400)]
    [InlineData("""{"givenName":"a\ud800","birthday":"2022-01-01"}""", 400)]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01","gestationalAge":1e999}""", 400)]
    [InlineData("""{"givenName":"a","birthday":"3022-01-01"}""", 400)]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01","languages":[null]}""", 400)]
    [InlineData("[]", 400)]
    [InlineData("null", 400)]
    [InlineData("", 400)]
    public async Task To_v3_gets_a_problem_and_changes_nothing(string body, int status)
    {
        var (parent, _, _) = await host.FamilyAsync();
        using var family = parent;
        Assert.Equal(
            status,
            (
                await ApiHost.ProblemAsync(
                    await parent.SendAsync(HttpMethod.Post, "/api/v3/children", Body(body, "application/json"))
                )
            ).Status
        );
        Assert.Equal(1, (await parent.GetJsonAsync("/api/v3/children")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task To_v3_of_other_kinds_gets_a_problem_too()
    {
        var (parent, study, _) = await host.FamilyAsync();
        using var family = parent;
        var deep = "{\"givenName\":" + new string('[', 10_000) + new string(']', 10_000) + "}";
        Assert.Equal(
            400,
            (
                await ApiHost.ProblemAsync(
                    await parent.SendAsync(HttpMethod.Post, "/api/v3/children", Body(deep, "application/json"))
                )
            ).Status
        );
        Assert.Equal(
            (415, "request.unsupported_media_type"),
            await ApiHost.ProblemAsync(
                await parent.SendAsync(HttpMethod.Post, "/api/v3/children", Body("{}", "text/plain"))
            )
        );
        Assert.Equal(
            (405, "route.method_not_allowed"),
            await ApiHost.ProblemAsync(await parent.SendAsync(HttpMethod.Delete, "/api/v3/children"))
        );
        Assert.Equal(
            (404, "route.not_found"),
            await ApiHost.ProblemAsync(await parent.SendAsync(HttpMethod.Get, "/api/v3/nothing"))
        );
        Assert.Equal(
            (404, "route.not_found"),
            await ApiHost.ProblemAsync(await parent.SendAsync(HttpMethod.Get, "/api/v3/children/not-an-id"))
        );
        foreach (var query in (string[])["cursor=x", "cursor=e30", "limit=0", "limit=101", "limit=many", "cursor=%00"])
            Assert.Equal(
                400,
                (await ApiHost.ProblemAsync(await parent.SendAsync(HttpMethod.Get, $"/api/v3/children?{query}"))).Status
            );
        Assert.Equal(
            400,
            (
                await ApiHost.ProblemAsync(
                    await parent.PostAsync(
                        "/api/v3/children",
                        new { givenName = "a", birthday = "2022-01-01" },
                        ("Idempotency-Key", new string('k', 201))
                    )
                )
            ).Status
        );
        Assert.Equal(
            (409, "account.email_taken"),
            await ApiHost.ProblemAsync(
                await parent.PostAsync(
                    "/api/v3/accounts",
                    new { email = "PARENT@demo.chs", password = "seven green bottles" }
                )
            )
        );
        foreach (var password in (string[])["short", "1234567890123", "parent@new.example", "password123"])
            Assert.Equal(
                (400, "request.invalid"),
                await ApiHost.ProblemAsync(
                    await parent.PostAsync("/api/v3/accounts", new { email = "parent@new.example", password })
                )
            );
        Assert.Equal(
            404,
            (
                await ApiHost.ProblemAsync(
                    await parent.PostAsync($"/api/v3/studies/{study}/steps", new { step = "pause" })
                )
            ).Status
        );
        Assert.Equal(
            (400, "request.invalid"),
            await ApiHost.ProblemAsync(
                await parent.PostAsync($"/api/v3/studies/{study}/steps", new { step = "explode" })
            )
        );
    }
}
