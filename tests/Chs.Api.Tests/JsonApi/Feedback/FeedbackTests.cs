using System.Net;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.JsonApi.Feedback;

[Collection("api")]
public class FeedbackTests(ApiHost host)
{
    const string Comment = "\"comment\":\"Thank you!\"";

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

    static async Task<HttpResponseMessage> GiveAsync(ApiClient who, Guid? response, string comment = Comment)
    {
        if (who.Cookie("sessionid") is not null)
            await who.UseKeyAsync();
        return await who.SendAsync(HttpMethod.Post, "/api/v1/feedback/", Document(comment, response));
    }

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
    public async Task Whoever_lacks_the_right_gives_none_and_does_not_learn_which_responses_exist()
    {
        var (parent, _, response) = await ConsentedAsync();
        var (other, _, _) = await host.FamilyAsync();
        using var reviewer = await host.LoggedInAsync("reviewer");
        ApiClient[] refused = [parent, other, reviewer];
        foreach (var who in refused)
        {
            await GiveAsync(who, response).IsJsonApiErrorAsync(403, "permission_denied", "/data");
            await GiveAsync(who, Guid.NewGuid()).IsJsonApiErrorAsync(403, "permission_denied", "/data");
        }

        using var nobody = host.Nobody();
        await GiveAsync(nobody, response).IsJsonApiErrorAsync(401);
        Assert.Equal(0, await CountAsync(parent));
    }

    [Fact]
    public async Task Researchers_give_none_on_a_response_that_does_not_exist()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        await GiveAsync(researcher, Guid.NewGuid()).IsJsonApiErrorAsync(403, "permission_denied", "/data");
    }

    [Fact]
    public async Task The_answer_to_new_feedback_names_the_response_and_no_primary_key()
    {
        var (_, researcher, response) = await ConsentedAsync();
        using var given = await GiveAsync(researcher, response);
        Assert.Equal(HttpStatusCode.Created, given.StatusCode);
        var feedback = (await ApiClient.ReadAsync(given)).GetProperty("data");
        Assert.Equal(JsonValueKind.Null, feedback.GetProperty("attributes").GetProperty("pk").ValueKind);
        var about = feedback.GetProperty("relationships").GetProperty("response").GetProperty("data");
        Assert.Equal(response, about.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task The_family_reads_it()
    {
        var (parent, researcher, response) = await ConsentedAsync();
        var id = await GivenAsync(researcher, response);
        Assert.Equal("Thank you!", await CommentAsync(parent, id));
        Assert.Equal(1, await CountAsync(parent));
    }

    [Fact]
    public async Task Another_family_can_neither_read_nor_rewrite_it()
    {
        var (parent, researcher, response) = await ConsentedAsync();
        var id = await GivenAsync(researcher, response);
        using var other = await host.LoggedInAsync("parent");
        await other.GetAsync(PathOf(id)).IsJsonApiErrorAsync(404, "not_found", null);
        await RewriteAsync(other, id, "\"comment\":\"x\"").IsJsonApiErrorAsync(404, "not_found", null);
        Assert.Equal("Thank you!", await CommentAsync(parent, id));
    }

    [Fact]
    public async Task Researchers_rewrite_it_and_families_do_not()
    {
        var (parent, researcher, response) = await ConsentedAsync();
        var id = await GivenAsync(researcher, response);
        await RewriteAsync(parent, id, "\"comment\":\"x\"").IsJsonApiErrorAsync(403, "permission_denied", "/data");
        await RewriteAsync(researcher, id, "\"comment\":\"Better\"").HasStatusAsync(HttpStatusCode.OK);
        // A document without attributes changes nothing.
        await RewriteAsync(researcher, id, "").HasStatusAsync(HttpStatusCode.OK);
        Assert.Equal("Better", await CommentAsync(parent, id));
    }

    [Fact]
    public async Task Nobody_deletes_it()
    {
        var (_, researcher, response) = await ConsentedAsync();
        var id = await GivenAsync(researcher, response);
        await researcher.DeleteAsync(PathOf(id)).IsJsonApiErrorAsync(405);
    }

    /// <returns>The id of new feedback.</returns>
    static async Task<Guid> GivenAsync(ApiClient researcher, Guid response)
    {
        using var given = await GiveAsync(researcher, response);
        return (await ApiClient.ReadAsync(given)).GetProperty("data").GetProperty("id").GetGuid();
    }

    static string PathOf(Guid feedback) => $"/api/v1/feedback/{feedback}/";

    static async Task<HttpResponseMessage> RewriteAsync(ApiClient who, Guid feedback, string comment)
    {
        await who.UseKeyAsync();
        return await who.SendAsync(HttpMethod.Patch, PathOf(feedback), Document(comment, id: feedback));
    }

    static async Task<string?> CommentAsync(ApiClient who, Guid feedback)
    {
        var document = await who.GetJsonAsync(PathOf(feedback));
        return document.GetProperty("data").GetProperty("attributes").GetProperty("comment").GetString();
    }

    public static TheoryData<string, string> WrongComments =>
        new()
        {
            { "", "required" },
            { "\"comment\":null", "null" },
            { "\"comment\":\" \"", "blank" },
            { "\"comment\":[]", "invalid" },
            { $"\"comment\":\"{new string('x', 20_001)}\"", "invalid" },
        };

    [Theory, MemberData(nameof(WrongComments))]
    public async Task A_wrong_comment_is_refused_and_stores_nothing(string comment, string code)
    {
        var (parent, researcher, response) = await ConsentedAsync();
        await GiveAsync(researcher, response, comment).IsJsonApiErrorAsync(400, code, "/data/attributes/comment");
        Assert.Equal(0, await CountAsync(parent));
    }

    [Fact]
    public async Task The_text_about_a_comment_that_is_too_long_stays_as_it_is()
    {
        var (_, researcher, response) = await ConsentedAsync();
        var answer = await GiveAsync(researcher, response, $"\"comment\":\"{new string('x', 20_001)}\"").TextAsync();
        Assert.Contains("The length of 'Comment' must be 20000 characters or fewer. You entered 20001", answer);
    }

    [Fact]
    public async Task Feedback_needs_a_response()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        await GiveAsync(researcher, null).IsJsonApiErrorAsync(400, "required", "/data/relationships/response");
    }

    [Theory]
    [InlineData(@"""comment"":""\u0000""")]
    [InlineData(@"""comment"":""\ud800""")]
    [InlineData("\"x\":1e999")]
    [InlineData("\"comment\"")]
    public async Task A_document_that_cannot_be_read_is_refused_and_stores_nothing(string comment)
    {
        var (parent, researcher, response) = await ConsentedAsync();
        await GiveAsync(researcher, response, comment).IsJsonApiErrorAsync(400, "parse_error", "/data");
        Assert.Equal(0, await CountAsync(parent));
    }

    [Fact]
    public async Task Another_type_and_another_media_type_are_refused_and_store_nothing()
    {
        const string path = "/api/v1/feedback/";
        var (parent, researcher, response) = await ConsentedAsync();
        await researcher.UseKeyAsync();
        var ofAnotherType = Document("\"comment\":\"x\"", response, type: "responses");
        await researcher.SendAsync(HttpMethod.Post, path, ofAnotherType).IsJsonApiErrorAsync(409);
        var ofAnotherMediaType = new StringContent("x");
        await researcher.SendAsync(HttpMethod.Post, path, ofAnotherMediaType).IsJsonApiErrorAsync(415);
        Assert.Equal(0, await CountAsync(parent));
    }
}
