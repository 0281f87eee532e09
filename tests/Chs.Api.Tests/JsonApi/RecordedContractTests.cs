using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.JsonApi;

/// <summary>What was recorded of the reference and of the published jsPsych packages.</summary>
[Collection("api")]
public class RecordedContractTests(ApiHost host)
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
    public async Task Resources_have_the_members_of_the_recorded_ones()
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

    [GoldenFact]
    public async Task A_recorded_session_is_completed()
    {
        var stored = await PlayAsync("jspsych-plain");
        Assert.True(stored.GetProperty("completed").GetBoolean());
        Assert.False(stored.GetProperty("withdrawn").GetBoolean());
    }

    [GoldenFact]
    public async Task A_recorded_session_whose_family_withdraws_is_completed_and_withdrawn()
    {
        var stored = await PlayAsync("jspsych-withdraw");
        Assert.True(stored.GetProperty("completed").GetBoolean());
        Assert.True(stored.GetProperty("withdrawn").GetBoolean());
    }

    /// <summary>Sends the published packages' own requests, word for word but for the ids.</summary>
    /// <returns>The attributes of the response after them.</returns>
    async Task<JsonElement> PlayAsync(string recording)
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        await ReplayAsync(parent.Play, RecordedCalls(recording, study, child, response));
        var document = await parent.GetJsonAsync($"/api/v2/responses/{response}/");
        return document.GetProperty("data").GetProperty("attributes");
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
}
