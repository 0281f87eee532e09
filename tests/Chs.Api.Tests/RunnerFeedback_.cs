using System.Net;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

[Collection("api")]
public class RunnerFeedback_(ApiHost host)
{
    static StringContent Document(string comment, Guid? response = null, Guid? id = null, string type = "feedback")
    {
        var identity = id is null ? "" : $"\"id\":\"{id}\",";
        var relationship = response is null
            ? ""
            : $$$""" "response":{"data":{"type":"responses","id":"{{{response}}}"} } """;
        var data =
            $$$""" {{{identity}}} "type":"{{{type}}}","attributes":{ {{{comment}}} } """
            + $$""", "relationships":{ {{relationship}} } """;
        return new StringContent($$"""{"data":{ {{data}} } }""")
        {
            Headers = { ContentType = new("application/vnd.api+json") },
        };
    }

    static Task<HttpResponseMessage> GiveAsync(
        ApiClient who,
        Guid? response,
        string comment = "\"comment\":\"Thank you!\""
    ) => who.SendAsync(HttpMethod.Post, "/api/v1/feedback/", Document(comment, response));

    static async Task<int> CountAsync(ApiClient who) =>
        (await who.GetJsonAsync("/api/v1/feedback/"))
            .GetProperty("links")
            .GetProperty("meta")
            .GetProperty("count")
            .GetInt32();

    async Task<(ApiClient Parent, ApiClient Researcher, Guid Response)> ConsentedAsync()
    {
        var (parent, study, child) = await host.FamilyAsync();
        var response = await parent.StartAsync(study, child);
        (await parent.PatchAsync(response, """{"completed_consent_frame":true}""")).EnsureSuccessStatusCode();
        var researcher = await host.LoggedInAsync("researcher");
        await researcher.PostJsonAsync(
            $"/api/v3/studies/{study}/responses/{response}/consent-rulings",
            new { ruling = "accepted" }
        );
        return (parent, researcher, response);
    }

    [Fact]
    public async Task Is_given_only_by_whoever_has_the_right_and_the_others_don_t_learn_what_exists()
    {
        var (parent, researcher, response) = await ConsentedAsync();
        var (other, _, _) = await host.FamilyAsync();
        using var reviewer = await host.LoggedInAsync("reviewer");
        foreach (var who in (ApiClient[])[parent, other, reviewer])
        foreach (var about in (Guid[])[response, Guid.NewGuid()])
            Assert.Equal(
                (403, "permission_denied", "/data"),
                await ApiHost.JsonApiErrorAsync(await GiveAsync(who, about))
            );
        Assert.Equal(
            (403, "permission_denied", "/data"),
            await ApiHost.JsonApiErrorAsync(await GiveAsync(researcher, Guid.NewGuid()))
        );
        using var nobody = host.Nobody();
        Assert.Equal(401, (await ApiHost.JsonApiErrorAsync(await GiveAsync(nobody, response))).Status);
        Assert.Equal(0, await CountAsync(parent));
    }

    [Fact]
    public async Task Reaches_the_family_and_no_other_family()
    {
        var (parent, researcher, response) = await ConsentedAsync();
        using var given = await GiveAsync(researcher, response);
        Assert.Equal(HttpStatusCode.Created, given.StatusCode);
        var feedback = (await ApiClient.ReadAsync(given)).GetProperty("data");
        Assert.Equal(JsonValueKind.Null, feedback.GetProperty("attributes").GetProperty("pk").ValueKind);
        var about = feedback.GetProperty("relationships").GetProperty("response").GetProperty("data");
        Assert.Equal(response, about.GetProperty("id").GetGuid());

        var id = feedback.GetProperty("id").GetGuid();
        var path = PathOf(id);
        Assert.Equal("Thank you!", await CommentAsync(parent, path));
        Assert.Equal(1, await CountAsync(parent));
        using var other = await host.LoggedInAsync("parent");
        await other.GetAsync(path).IsJsonApiErrorAsync(404, "not_found", null);
        await RewriteAsync(other, id, "\"comment\":\"x\"").IsJsonApiErrorAsync(404, "not_found", null);
        Assert.Equal("Thank you!", await CommentAsync(parent, path));
    }

    [Fact]
    public async Task Can_be_rewritten_by_researchers_only_and_deleted_by_nobody()
    {
        var (parent, researcher, response) = await ConsentedAsync();
        using var given = await GiveAsync(researcher, response);
        var id = (await ApiClient.ReadAsync(given)).GetProperty("data").GetProperty("id").GetGuid();
        var path = PathOf(id);
        await RewriteAsync(parent, id, "\"comment\":\"x\"").IsJsonApiErrorAsync(403, "permission_denied", "/data");
        await RewriteAsync(researcher, id, "\"comment\":\"Better\"").HasStatusAsync(HttpStatusCode.OK);
        // A document without attributes changes nothing.
        await RewriteAsync(researcher, id, "").HasStatusAsync(HttpStatusCode.OK);
        Assert.Equal("Better", await CommentAsync(parent, path));
        await researcher.DeleteAsync(path).IsJsonApiErrorAsync(405);
    }

    static string PathOf(Guid feedback) => $"/api/v1/feedback/{feedback}/";

    static Task<HttpResponseMessage> RewriteAsync(ApiClient who, Guid feedback, string comment) =>
        who.SendAsync(HttpMethod.Patch, PathOf(feedback), Document(comment, id: feedback));

    static async Task<string?> CommentAsync(ApiClient who, string path) =>
        (await who.GetJsonAsync(path)).GetProperty("data").GetProperty("attributes").GetProperty("comment").GetString();

    [Fact]
    public async Task Without_a_valid_comment_and_response_is_refused_and_changes_nothing()
    {
        var (parent, researcher, response) = await ConsentedAsync();
        foreach (
            var (comment, code) in (IEnumerable<(string, string)>)
                [
                    ("", "required"),
                    ("\"comment\":null", "null"),
                    ("\"comment\":\" \"", "blank"),
                    ("\"comment\":[]", "invalid"),
                    ($"\"comment\":\"{new string('x', 20_001)}\"", "invalid"),
                ]
        )
            await GiveAsync(researcher, response, comment).IsJsonApiErrorAsync(400, code, "/data/attributes/comment");
        await GiveAsync(researcher, null).IsJsonApiErrorAsync(400, "required", "/data/relationships/response");
        Assert.Equal(0, await CountAsync(parent));
    }

    [Fact]
    public async Task That_can_t_be_read_is_refused_and_changes_nothing()
    {
        const string path = "/api/v1/feedback/";
        var (parent, researcher, response) = await ConsentedAsync();
        foreach (
            var comment in (string[])
                [@"""comment"":""\u0000""", @"""comment"":""\ud800""", "\"x\":1e999", "\"comment\""]
        )
            await GiveAsync(researcher, response, comment).IsJsonApiErrorAsync(400, "parse_error", "/data");
        var ofAnotherType = Document("\"comment\":\"x\"", response, type: "responses");
        await researcher.SendAsync(HttpMethod.Post, path, ofAnotherType).IsJsonApiErrorAsync(409);
        var ofAnotherMediaType = new StringContent("x");
        await researcher.SendAsync(HttpMethod.Post, path, ofAnotherMediaType).IsJsonApiErrorAsync(415);
        Assert.Equal(0, await CountAsync(parent));
    }
}
