using System.Net;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

[Collection("api")]
public class RunnerLists_(ApiHost host)
{
    static IEnumerable<Guid> Ids(JsonElement page) =>
        page.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("id").GetGuid());

    static StringContent New(Guid? study, Guid? child, string attributes = "{}", string type = "responses")
    {
        string Relationship(string name, string kind, Guid? id) =>
            id is null ? "" : $$$""" "{{{name}}}":{"data":{"type":"{{{kind}}}","id":"{{{id}}}"} } """;
        var relationships = string.Join(
            ',',
            ((string[])[Relationship("study", "studies", study), Relationship("child", "children", child)]).Where(r =>
                r.Length > 0
            )
        );
        var document =
            $$$"""{"data":{"type":"{{{type}}}","attributes":{{{attributes}}},"relationships":{ {{{relationships}}} } } }""";
        return new StringContent(document) { Headers = { ContentType = new("application/vnd.api+json") } };
    }

    static Task<HttpResponseMessage> CreateAsync(
        ApiClient who,
        StringContent body,
        string path = "/api/v1/responses/"
    ) => who.SendAsync(HttpMethod.Post, path, body);

    static async Task<int> CountAsync(ApiClient who) =>
        (await who.GetJsonAsync("/api/v1/responses/"))
            .GetProperty("links")
            .GetProperty("meta")
            .GetProperty("count")
            .GetInt32();

    /// <summary>Creates twelve responses as the frameplayer does.</summary>
    /// <returns>Their ids, newest first.</returns>
    static async Task<List<Guid>> CreateTwelveAsync(ApiClient parent, Guid study, Guid child)
    {
        const string attributes = """
            {"exp-data":[],"globalEventTimings":[],"sequence":[],"completed":false,
            "recording_method":"recordrtc","created_on":null,"hash_child_id":"x"}
            """;
        List<Guid> created = [];
        for (var i = 0; i < 12; i++)
        {
            using var answer = await CreateAsync(parent, New(study, child, attributes));
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            var data = (await ApiClient.ReadAsync(answer)).GetProperty("data");
            Assert.Equal("recordrtc", data.GetProperty("attributes").GetProperty("recording_method").GetString());
            Assert.False(data.GetProperty("attributes").TryGetProperty("created_on", out _));
            created.Insert(0, data.GetProperty("id").GetGuid());
        }

        return created;
    }

    [Fact]
    public async Task Make_responses_as_the_frameplayer_does_and_page_them_newest_first()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        var created = await CreateTwelveAsync(parent, study, child);
        var first = await parent.GetJsonAsync($"/api/v1/studies/{study}/responses/?page[size]=10&page=1&child={child}");
        Assert.Equal(created[..10], Ids(first));
        var links = first.GetProperty("links");
        var meta = links.GetProperty("meta");
        Assert.Equal(1, meta.GetProperty("page").GetInt32());
        Assert.Equal(2, meta.GetProperty("pages").GetInt32());
        Assert.Equal(12, meta.GetProperty("count").GetInt32());
        Assert.Equal(JsonValueKind.Null, links.GetProperty("prev").ValueKind);
        var next = new Uri(links.GetProperty("next").GetString()!);
        Assert.StartsWith(
            $"{host.Server.Address}api/v1/studies/{study}/responses/?child={child}&page=2&",
            next.ToString()
        );
        Assert.Equal(created[10..], Ids(await parent.GetJsonAsync(next.PathAndQuery)));
    }

    [Fact]
    public async Task Have_only_pages_that_exist_and_their_size_as_requested()
    {
        const string path = "/api/v2/responses/";
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        var created = await CreateTwelveAsync(parent, study, child);
        var second = await parent.GetJsonAsync($"{path}?study={study}&page_size=2&page=2");
        Assert.Equal(created[2..4], Ids(second));
        var large = await parent.GetJsonAsync($"{path}?page_size=1000");
        Assert.Equal(12, large.GetProperty("data").GetArrayLength());
        var ofUnreadableSize = await parent.GetJsonAsync($"{path}?page_size=many");
        Assert.Equal(10, ofUnreadableSize.GetProperty("data").GetArrayLength());
        foreach (var page in (string[])["0", "3", "last", "-1"])
            await parent.GetAsync($"{path}?page={page}").IsJsonApiErrorAsync(404, "not_found", "/data");
    }

    [Fact]
    public async Task Begin_with_the_response_that_was_saved_last()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        var created = await CreateTwelveAsync(parent, study, child);
        await parent.PatchAsync(created[5], """{"completed":true}""").SucceedsAsync();
        Assert.Equal(created[5], Ids(await parent.GetJsonAsync("/api/v2/responses/")).First());
    }

    [Fact]
    public async Task Show_nobody_what_belongs_to_others()
    {
        var (one, study, child) = await host.FamilyAsync();
        var (other, _, _) = await host.FamilyAsync();
        var response = await one.StartAsync(study, child);
        Assert.DoesNotContain(response, Ids(await other.GetJsonAsync("/api/v2/responses/?page_size=100")));
        Assert.Empty(Ids(await other.GetJsonAsync($"/api/v2/responses/?child={child}")));
        Assert.Empty(Ids(await other.GetJsonAsync($"/api/v2/studies/{study}/responses/?child={child}")));
        Assert.Empty(Ids(await other.GetJsonAsync($"/api/v2/studies/{study}/responses/")));
        Assert.DoesNotContain(child, Ids(await other.GetJsonAsync("/api/v2/children/?page_size=100")));
        Assert.Equal([child], Ids(await one.GetJsonAsync("/api/v2/children/")));
        using var researcher = await host.LoggedInAsync("researcher");
        Assert.DoesNotContain(
            response,
            Ids(await researcher.GetJsonAsync($"/api/v2/studies/{study}/responses/?page_size=100"))
        ); // no consent yet
        Assert.Empty(Ids(await researcher.GetJsonAsync($"/api/v2/studies/{study}/responses/?child={child}")));
        using var nobody = host.Nobody();
        foreach (
            var path in (string[])
                ["studies/", "children/", "labs/", "feedback/", "responses/", $"studies/{study}/responses/"]
        )
            Assert.Equal(
                401,
                (await ApiHost.JsonApiErrorAsync(await nobody.SendAsync(HttpMethod.Get, $"/api/v1/{path}"))).Status
            );
    }

    [Fact]
    public async Task Hold_consented_responses_for_the_studys_researchers()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        var response = await parent.StartAsync(study, child);
        (await parent.PatchAsync(response, """{"completed_consent_frame":true}""")).EnsureSuccessStatusCode();
        using var researcher = await host.LoggedInAsync("researcher");
        await researcher.PostJsonAsync(
            $"/api/v3/studies/{study}/responses/{response}/consent-rulings",
            new { ruling = "accepted" }
        );
        Assert.Contains(
            response,
            Ids(await researcher.GetJsonAsync($"/api/v1/studies/{study}/responses/?page_size=100"))
        );
        Assert.Contains(child, Ids(await researcher.GetJsonAsync("/api/v1/children/?page_size=100")));
        Assert.Equal([response], Ids(await researcher.GetJsonAsync($"/api/v1/responses/?child={child}")));
    }

    [Fact]
    public async Task Order_children_by_birthday_and_labs_by_name()
    {
        var (parent, study, _) = await host.FamilyAsync();
        using var family = parent;
        foreach (var birthday in (string[])["2020-05-05", "2024-05-05"])
            await parent.PostJsonAsync("/api/v3/children", new { givenName = "x", birthday });
        async Task<string[]> Birthdays(string query) =>
            [
                .. (await parent.GetJsonAsync($"/api/v1/children/{query}"))
                    .GetProperty("data")
                    .EnumerateArray()
                    .Select(c => c.GetProperty("attributes").GetProperty("birthday").GetString()!),
            ];
        Assert.Equal(["2024-05-05", "2022-03-01", "2020-05-05"], await Birthdays(""));
        Assert.Equal(["2020-05-05", "2022-03-01", "2024-05-05"], await Birthdays("?ordering=birthday"));
        Assert.Equal(["2024-05-05", "2022-03-01", "2020-05-05"], await Birthdays("?ordering=-birthday"));

        var labs = (await parent.GetJsonAsync("/api/v1/labs/")).GetProperty("data").EnumerateArray().ToList();
        Assert.Contains(labs, lab => lab.GetProperty("attributes").GetProperty("name").GetString() == "Demo lab");
        Assert.All(
            labs,
            lab => Assert.True(lab.GetProperty("attributes").GetProperty("approved_to_test").GetBoolean())
        );
        Assert.Equal(
            labs[0].GetRawText(),
            (await parent.GetJsonAsync($"/api/v1/labs/{labs[0].GetProperty("id")}/")).GetProperty("data").GetRawText()
        );
        Assert.Contains(study, Ids(await parent.GetJsonAsync("/api/v1/studies/?page_size=100")));
    }

    [Fact]
    public async Task Refuse_responses_without_a_study_and_a_child_of_the_family_and_make_none()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        using var other = await host.LoggedInAsync("parent");
        var (_, foreign) = await other.DemoAsync();
        await CreateAsync(parent, New(null, child)).IsJsonApiErrorAsync(400, "required", "/data/relationships/study");
        await CreateAsync(parent, New(study, null)).IsJsonApiErrorAsync(400, "required", "/data/relationships/child");
        await CreateAsync(parent, New(study, foreign)).IsJsonApiErrorAsync(403, "permission_denied", "/data");
        await CreateAsync(parent, New(study, Guid.NewGuid())).IsJsonApiErrorAsync(404);
        await CreateAsync(parent, New(Guid.NewGuid(), child)).IsJsonApiErrorAsync(404);
        Assert.Equal(0, await CountAsync(parent));
        await CreateAsync(parent, New(study, child)).HasStatusAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Refuse_responses_with_wrong_attributes_or_of_another_type_and_make_none()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        // Families have no previews.
        await CreateAsync(parent, New(study, child, """{"is_preview":true}""")).IsJsonApiErrorAsync(404);
        await CreateAsync(parent, New(study, child, type: "studies")).IsJsonApiErrorAsync(409, "invalid", "/data");
        await CreateAsync(parent, New(study, child, """{"exp_data":null}"""))
            .IsJsonApiErrorAsync(400, "null", "/data/attributes/exp_data");
        await CreateAsync(parent, New(study, child, """{"completed":"maybe"}"""))
            .IsJsonApiErrorAsync(400, "invalid", "/data/attributes/completed");
        Assert.Equal(0, await CountAsync(parent));
        await CreateAsync(parent, New(study, child)).HasStatusAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Refuse_filters_that_aren_t_ids_and_studies_that_don_t_exist()
    {
        using var parent = await host.LoggedInAsync("parent");
        var (study, _) = await parent.DemoAsync();
        await parent
            .GetAsync("/api/v1/responses/?study=not-a-uuid")
            .IsJsonApiErrorAsync(400, "invalid", "/data/relationships/study");
        await parent
            .GetAsync($"/api/v1/studies/{study}/responses/?child=TEST_CHILD_DISREGARD")
            .IsJsonApiErrorAsync(400, "invalid", "/data/relationships/child");
        await parent.GetAsync($"/api/v1/studies/{Guid.NewGuid()}/responses/").IsJsonApiErrorAsync(404);
    }

    [Fact]
    public async Task Of_responses_name_the_verbs_that_they_allow()
    {
        using var parent = await host.LoggedInAsync("parent");
        using var answer = await parent.GetAsync("/api/v1/responses/");
        Assert.Equal("GET, POST, HEAD, OPTIONS", string.Join(", ", answer.Content.Headers.Allow));
    }
}
