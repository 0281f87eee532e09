using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

[Collection("api")]
public class RunnerContract_(ApiHost host)
{
    static JsonElement Recorded(string file)
    {
        using var stream = new GZipStream(
            File.OpenRead(Path.Combine(Repository.Reference!, file)),
            CompressionMode.Decompress
        );
        return JsonDocument.Parse(stream).RootElement;
    }

    static HashSet<string> Names(JsonElement resource, string member) =>
        resource.TryGetProperty(member, out var inner) ? [.. inner.EnumerateObject().Select(p => p.Name)] : [];

    /// <summary>Our resources have the members of the recorded ones, no more and no fewer.</summary>
    [GoldenFact]
    public async Task Shows_resources_with_the_references_members()
    {
        var ours = await ResourcesAsync();
        HashSet<string> compared = [];
        foreach (var (kind, recorded) in RecordedResources())
        {
            if (!ours.TryGetValue(kind, out var resource))
                continue;
            // One recording lacks the attribute: the reference couldn't compute it
            // for a frameplayer response with a list.
            if (kind == "past_sessions" && !Names(recorded, "attributes").Contains("withdrawn"))
                continue;
            foreach (var member in (string[])["attributes", "relationships", "links"])
                Assert.Equal(Names(recorded, member).Order(), Names(resource, member).Order());
            compared.Add(kind);
        }

        Assert.Equal(ours.Keys.Order(), compared.Order());
    }

    /// <summary>
    /// One of our resources of each kind. A kind is a resource's type, with the prefix PATCH for the answer to a PATCH.
    /// </summary>
    async Task<Dictionary<string, JsonElement>> ResourcesAsync()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        var response = await parent.StartAsync(study, child);
        async Task<JsonElement> Get(string path) => (await parent.GetJsonAsync($"/api/v1/{path}/")).GetProperty("data");
        var resources = new Dictionary<string, JsonElement>
        {
            ["studies"] = await Get($"studies/{study}"),
            ["children"] = await Get($"children/{child}"),
            ["responses"] = await Get($"responses/{response}"),
            ["past_sessions"] = (await Get($"past-sessions/{response}"))[0],
        };
        using var patched = await parent.PatchAsync(response, """{"completed":false}""");
        resources["PATCH responses"] = (await ApiClient.ReadAsync(patched)).GetProperty("data");
        return resources;
    }

    static IEnumerable<(string Kind, JsonElement Resource)> RecordedResources() =>
        from call in Recorded("golden.json.gz").EnumerateArray()
        where IsRecordedSuccess(call)
        let prefix = call.GetProperty("method").GetString() == "PATCH" ? "PATCH " : ""
        from resource in ResourcesOf(call.GetProperty("body"))
        where resource.TryGetProperty("type", out _)
        select (prefix + resource.GetProperty("type").GetString(), resource);

    static bool IsRecordedSuccess(JsonElement call) =>
        call.GetProperty("status").GetInt32() == 200
        && call.GetProperty("body").ValueKind == JsonValueKind.Object
        && call.GetProperty("method").GetString() is "GET" or "PATCH";

    /// <summary>The resources of a document with one, many or none.</summary>
    static JsonElement[] ResourcesOf(JsonElement document)
    {
        if (!document.TryGetProperty("data", out var data))
            return [];
        if (data.ValueKind == JsonValueKind.Array)
            return [.. data.EnumerateArray()];
        return [data];
    }

    /// <summary>The published jsPsych packages' own requests, word for word but for the ids.</summary>
    [GoldenFact]
    public async Task Serves_a_recorded_session_of_the_published_packages()
    {
        foreach (var name in (string[])["jspsych-plain", "jspsych-withdraw"])
        {
            var (parent, study, child) = await host.FamilyAsync();
            using var family = parent;
            var response = await parent.StartAsync(study, child);
            await ReplayAsync(parent, RecordedCalls(name, study, child, response));
            var stored = (await parent.GetJsonAsync($"/api/v2/responses/{response}/"))
                .GetProperty("data")
                .GetProperty("attributes");
            Assert.True(stored.GetProperty("completed").GetBoolean());
            Assert.Equal(name == "jspsych-withdraw", stored.GetProperty("withdrawn").GetBoolean());
        }
    }

    /// <summary>The calls of a recorded session, with our ids.</summary>
    static JsonElement RecordedCalls(string name, Guid study, Guid child, Guid response)
    {
        var text = Recorded("runner-traffic.json.gz").GetProperty(name).GetRawText();
        var withStudy = text.Replace("11111111-1111-4111-8111-111111111111", study.ToString());
        var withChild = Regex.Replace(withStudy, "2{8}-2{4}-4222-8222-2{12}", child.ToString());
        var withResponse = withChild.Replace("33333333-3333-4333-8333-333333333333", response.ToString());
        return JsonDocument.Parse(withResponse).RootElement;
    }

    static async Task ReplayAsync(ApiClient parent, JsonElement calls)
    {
        var patched = 0;
        foreach (var call in calls.EnumerateArray())
        {
            var path = call.GetProperty("path").GetString()!;
            if (call.GetProperty("method").GetString() == "GET")
            {
                await parent.GetAsync(path).HasStatusAsync(HttpStatusCode.OK);
                continue;
            }

            await PatchAndCompareAsync(parent, path, call.GetProperty("body"));
            patched++;
        }

        Assert.InRange(patched, 5, 50);
    }

    /// <summary>Sends a save and expects each of its attributes in the answer.</summary>
    static async Task PatchAndCompareAsync(ApiClient parent, string path, JsonElement body)
    {
        var content = new StringContent(body.GetRawText())
        {
            Headers = { ContentType = new("application/vnd.api+json") },
        };
        using var answer = await parent.SendAsync(HttpMethod.Patch, path, content);
        var echoed = (await ApiClient.ReadAsync(answer)).GetProperty("data").GetProperty("attributes");
        foreach (var sent in body.GetProperty("data").GetProperty("attributes").EnumerateObject())
            Assert.True(
                JsonElement.DeepEquals(sent.Value, echoed.GetProperty(sent.Name)),
                $"{sent.Name} came back changed"
            );
    }

    [Fact]
    public async Task Has_the_headers_that_runners_know()
    {
        using var parent = await host.LoggedInAsync("parent");
        var (study, child) = await parent.DemoAsync();
        var response = await parent.StartAsync(study, child);
        using var answer = await parent.GetAsync($"/api/v2/responses/{response}/");
        Assert.Equal("application/vnd.api+json", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("GET, PUT, PATCH, HEAD, OPTIONS", string.Join(", ", answer.Content.Headers.Allow));
    }

    [Fact]
    public async Task Has_the_links_and_times_that_runners_know()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        var response = await parent.StartAsync(study, child);
        var data = (await parent.GetJsonAsync($"/api/v2/responses/{response}/")).GetProperty("data");
        var root = $"{host.Server.Address.ToString().TrimEnd('/')}/api/v2";
        Assert.Equal($"{root}/responses/{response}/", data.GetProperty("links").GetProperty("self").GetString());
        Assert.Equal($"{root}/children/{child}/", Related(data, "child").GetString());
        // This parent has given no demographic data.
        Assert.Equal(JsonValueKind.Null, Related(data, "demographic_snapshot").ValueKind);
        Assert.Matches(
            @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?-0[45]:00$",
            data.GetProperty("attributes").GetProperty("created_on").GetString()
        );
    }

    static JsonElement Related(JsonElement resource, string relationship) =>
        resource.GetProperty("relationships").GetProperty(relationship).GetProperty("links").GetProperty("related");

    [Fact]
    public async Task Adds_the_last_slash_to_an_address()
    {
        using var parent = await host.LoggedInAsync("parent");
        var (study, _) = await parent.DemoAsync();
        using var redirect = await parent.GetAsync($"/api/v1/studies/{study}?x=1");
        Assert.Equal(HttpStatusCode.MovedPermanently, redirect.StatusCode);
        Assert.Equal($"/api/v1/studies/{study}/?x=1", redirect.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Has_the_verbs_that_runners_know()
    {
        using var parent = await host.LoggedInAsync("parent");
        var (study, _) = await parent.DemoAsync();
        var path = $"/api/v1/studies/{study}/";
        await parent.SendAsync(HttpMethod.Options, path).HasStatusAsync(HttpStatusCode.OK);
        using var head = await parent.SendAsync(HttpMethod.Head, path);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Believes_nobody_who_claims_to_forward()
    {
        var (parent, study, _) = await host.FamilyAsync();
        using var family = parent;
        var answer = await parent.SendAsync(
            HttpMethod.Get,
            $"/api/v1/studies/{study}/",
            null,
            ("X-Forwarded-Host", "evil.example"),
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-For", "1.2.3.4")
        );
        Assert.Equal(
            $"{host.Server.Address}api/v1/studies/{study}/",
            (await ApiClient.ReadAsync(answer)).GetProperty("data").GetProperty("links").GetProperty("self").GetString()
        );
    }

    [Fact]
    public async Task Takes_a_put_only_when_it_is_complete()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        var response = await parent.StartAsync(study, child);
        Task<HttpResponseMessage> Put(string attributes) =>
            parent.SendAsync(
                HttpMethod.Put,
                $"/api/v2/responses/{response}/",
                new StringContent(
                    $$$"""{"data":{"id":"{{{response}}}","type":"responses","attributes":{{{attributes}}}}}"""
                )
                {
                    Headers = { ContentType = new("application/vnd.api+json") },
                }
            );
        Assert.Equal(
            (400, "required", "/data/attributes/conditions"),
            await ApiHost.JsonApiErrorAsync(await Put("""{"completed":true}"""))
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (
                await Put(
                    """
                    {"conditions":{},"global_event_timings":{},"exp_data":[],"sequence":[],
                    "completed":"1","completed_consent_frame":0}
                    """
                )
            ).StatusCode
        );
    }
}
