using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Chs.Api.Tests.V3.Studies;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>PATCH is a merge patch (RFC 7396): absent members stay, null clears, objects are merged.</summary>
[Collection("api")]
public sealed class MergePatchTests(ApiHost host) : IAsyncLifetime
{
    const string MergePatch = "application/merge-patch+json";

    /// <summary>Members of a study that null clears.</summary>
    static readonly string[] Nullable = ["external", "irbUntil", "runnerCommit"];

    ApiClient _researcher = null!;
    Guid _lab;

    public async Task InitializeAsync()
    {
        (_researcher, var email, _) = await host.ResearcherAsync();
        _lab = await _researcher.CreateLabAsync(email);
    }

    public Task DisposeAsync()
    {
        _researcher.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>All members, as they stand in the contract that is served.</summary>
    async Task<List<JsonProperty>> MembersAsync()
    {
        var contract = await _researcher.GetJsonAsync("/openapi/v3.json");
        var schema = contract.GetProperty("components").GetProperty("schemas").GetProperty("StudyUpdate");
        return [.. schema.GetProperty("properties").EnumerateObject()];
    }

    [Fact]
    public async Task The_contract_allows_null_where_it_clears()
    {
        var nullable = (await MembersAsync()).Where(member =>
            member.Value.TryGetProperty("nullable", out var isNullable) && isNullable.GetBoolean()
        );
        Assert.Equal(Nullable, nullable.Select(member => member.Name).Order());
    }

    [Fact]
    public async Task The_contract_describes_members_by_their_own_type()
    {
        var members = (await MembersAsync()).ToDictionary(member => member.Name, member => member.Value);
        Assert.Equal("date", members["irbUntil"].GetProperty("format").GetString());
        Assert.Equal("string", members["runnerCommit"].GetProperty("type").GetString());
        var external = members["external"].GetProperty("allOf")[0].GetProperty("$ref").GetString();
        Assert.Equal("#/components/schemas/ExternalArrangementUpdate", external);
    }

    [Fact]
    public async Task Null_is_refused_where_it_clears_nothing()
    {
        var study = await CreateAsync("external", """{"name":"Elsewhere"}""");
        var others = (await MembersAsync()).Select(member => member.Name).Except(Nullable).ToList();
        Assert.NotEmpty(others);
        foreach (var member in others)
            await PointsToAsync(study, $$"""{"{{member}}":null}""", $"/{member}");
        await PointsToAsync(study, """{"external":{"otherPlatform":null}}""", "/external/otherPlatform");
        await PointsToAsync(study, """{"ages":{"from":{"years":null}}}""", "/ages/from/years");
    }

    [Theory, InlineData("application/json"), InlineData(MergePatch)]
    public async Task Null_clears_and_absence_keeps(string mediaType)
    {
        var arrangement = """{"isScheduled":true,"scheduling":"calendly","otherPlatform":"Ours"}""";
        var study = await CreateAsync(
            "external",
            $$"""{"name":"Elsewhere","irbNumber":"1","irbUntil":"2099-12-31","external":{{arrangement}}}"""
        );
        var kept = await UpdateAsync(study, """{"purpose":"Why"}""", mediaType);
        Assert.Equal("2099-12-31", kept.GetProperty("irbUntil").GetString());
        Assert.Equal("calendly", kept.GetProperty("external").GetProperty("scheduling").GetString());

        var cleared = await UpdateAsync(study, """{"irbUntil":null,"external":null}""", mediaType);
        Assert.Equal(JsonValueKind.Null, cleared.GetProperty("irbUntil").ValueKind);
        Assert.Equal(JsonValueKind.Null, cleared.GetProperty("external").ValueKind);
        Assert.Equal("1", cleared.GetProperty("irbNumber").GetString());
        Assert.Equal("Why", cleared.GetProperty("purpose").GetString());
    }

    [Fact]
    public async Task A_runner_without_a_commit_is_the_newest()
    {
        var study = await CreateAsync("frameplayer", """{"name":"Frames","runnerCommit":null}""");
        var cleared = await UpdateAsync(study, """{"runnerCommit":null}""", MergePatch);
        Assert.Equal(JsonValueKind.Null, cleared.GetProperty("runnerCommit").ValueKind);
    }

    [Fact]
    public async Task Objects_are_merged()
    {
        var ages = """{"from":{"years":2,"months":6},"to":{"years":5}}""";
        var study = await CreateAsync(
            "external",
            $$$"""{"name":"Elsewhere","ages":{{{ages}}},"external":{"scheduling":"calendly","platform":"qualtrics"}}"""
        );
        var change = """{"ages":{"from":{"years":3}},"external":{"isScheduled":true,"platform":null}}""";
        var merged = await UpdateAsync(study, change, MergePatch);
        Assert.Equal(
            """{"from":{"years":3,"months":6,"days":0},"to":{"years":5,"months":0,"days":0}}""",
            merged.GetProperty("ages").GetRawText()
        );
        Assert.Equal(
            """{"isScheduled":true,"scheduling":"calendly","otherScheduling":"","platform":null,"otherPlatform":""}""",
            merged.GetProperty("external").GetRawText()
        );
    }

    [Fact]
    public async Task A_list_is_replaced()
    {
        var other = await CreateAsync("jsPsych", """{"name":"Other"}""");
        var study = await CreateAsync("jsPsych", $$"""{"name":"Study","mustHaveParticipated":["{{other}}"]}""");
        var emptied = await UpdateAsync(study, """{"mustHaveParticipated":[]}""", MergePatch);
        Assert.Equal(0, emptied.GetProperty("mustHaveParticipated").GetArrayLength());
    }

    [Fact]
    public async Task Null_changes_nothing_that_another_type_of_study_has()
    {
        var study = await CreateAsync("jsPsych", """{"name":"Study","experiment":"1"}""");
        var before = (await ReadAsync(study)).GetProperty("version").GetInt32();
        var after = await UpdateAsync(study, """{"external":null,"runnerCommit":null}""", MergePatch);
        Assert.Equal(before, after.GetProperty("version").GetInt32());
    }

    [Theory, InlineData("application/json"), InlineData(MergePatch)]
    public async Task Names_that_are_left_out_stay(string mediaType)
    {
        using var answer = await PatchAsync("/api/v3/me", """{"nickname":"Bug"}""", mediaType);
        var me = await ApiClient.ReadAsync(answer);
        Assert.Equal("Bug", me.GetProperty("nickname").GetString());
        Assert.Equal("Grace", me.GetProperty("givenName").GetString());
    }

    [Theory, InlineData("givenName"), InlineData("familyName"), InlineData("nickname")]
    public async Task A_name_cannot_be_null(string member)
    {
        using var answer = await PatchAsync("/api/v3/me", $$"""{"{{member}}":null}""", MergePatch);
        await AssertPointerAsync(answer, $"/{member}");
    }

    async Task<Guid> CreateAsync(string type, string study)
    {
        var body = JsonSerializer.Deserialize<JsonElement>(study);
        var created = await _researcher.PostJsonAsync(
            "/api/v3/studies",
            new
            {
                labId = _lab,
                type,
                study = body,
            }
        );
        return created.GetProperty("id").GetGuid();
    }

    Task<JsonElement> ReadAsync(Guid study) => _researcher.GetJsonAsync($"/api/v3/studies/{study}");

    async Task<JsonElement> UpdateAsync(Guid study, string change, string mediaType)
    {
        using var answer = await PatchAsync($"/api/v3/studies/{study}", change, mediaType);
        return await ApiClient.ReadAsync(answer);
    }

    async Task PointsToAsync(Guid study, string change, string pointer)
    {
        using var answer = await PatchAsync($"/api/v3/studies/{study}", change, MergePatch);
        await AssertPointerAsync(answer, pointer);
    }

    static async Task AssertPointerAsync(HttpResponseMessage answer, string pointer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 400, $"{pointer}: {(int)answer.StatusCode} {text}");
        using var problem = JsonDocument.Parse(text);
        var pointers = problem.RootElement.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer"));
        Assert.Contains(pointer, pointers.Select(found => found.GetString()));
    }

    Task<HttpResponseMessage> PatchAsync(string path, string change, string mediaType)
    {
        var content = new StringContent(change, Encoding.UTF8, new MediaTypeHeaderValue(mediaType));
        return _researcher.SendAsync(HttpMethod.Patch, path, content, ("If-Match", "*"));
    }
}
