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
    public async Task Reaches_the_family_and_can_be_rewritten_by_researchers_only()
    {
        var (parent, researcher, response) = await ConsentedAsync();
        var (other, _, _) = await host.FamilyAsync();
        var given = await GiveAsync(researcher, response);
        Assert.Equal(HttpStatusCode.Created, given.StatusCode);
        var feedback = (await ApiClient.ReadAsync(given)).GetProperty("data");
        var id = feedback.GetProperty("id").GetGuid();
        Assert.Equal(JsonValueKind.Null, feedback.GetProperty("attributes").GetProperty("pk").ValueKind);
        Assert.Equal(
            response,
            feedback
                .GetProperty("relationships")
                .GetProperty("response")
                .GetProperty("data")
                .GetProperty("id")
                .GetGuid()
        );
        var path = $"/api/v1/feedback/{id}/";

        Assert.Equal(
            "Thank you!",
            (await parent.GetJsonAsync(path))
                .GetProperty("data")
                .GetProperty("attributes")
                .GetProperty("comment")
                .GetString()
        );
        Assert.Equal(1, await CountAsync(parent));
        Assert.Equal(
            (404, "not_found", null),
            await ApiHost.JsonApiErrorAsync(await other.SendAsync(HttpMethod.Get, path))
        );
        Assert.Equal(
            (404, "not_found", null),
            await ApiHost.JsonApiErrorAsync(
                await other.SendAsync(HttpMethod.Patch, path, Document("\"comment\":\"x\"", id: id))
            )
        );
        Assert.Equal(
            (403, "permission_denied", "/data"),
            await ApiHost.JsonApiErrorAsync(
                await parent.SendAsync(HttpMethod.Patch, path, Document("\"comment\":\"x\"", id: id))
            )
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (await researcher.SendAsync(HttpMethod.Patch, path, Document("\"comment\":\"Better\"", id: id))).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (await researcher.SendAsync(HttpMethod.Patch, path, Document("", id: id))).StatusCode
        ); // says nothing, changes nothing
        Assert.Equal(
            "Better",
            (await parent.GetJsonAsync(path))
                .GetProperty("data")
                .GetProperty("attributes")
                .GetProperty("comment")
                .GetString()
        );
        Assert.Equal(
            405,
            (await ApiHost.JsonApiErrorAsync(await researcher.SendAsync(HttpMethod.Delete, path))).Status
        );
    }

    [Fact]
    public async Task That_can_t_be_read_is_refused_and_changes_nothing()
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
            Assert.Equal(
                (400, code, "/data/attributes/comment"),
                await ApiHost.JsonApiErrorAsync(await GiveAsync(researcher, response, comment))
            );
        Assert.Equal(
            (400, "required", "/data/relationships/response"),
            await ApiHost.JsonApiErrorAsync(await GiveAsync(researcher, null))
        );
        foreach (
            var comment in (string[])
                [@"""comment"":""\u0000""", @"""comment"":""\ud800""", "\"x\":1e999", "\"comment\""]
        )
            Assert.Equal(
                (400, "parse_error", "/data"),
                await ApiHost.JsonApiErrorAsync(await GiveAsync(researcher, response, comment))
            );
        Assert.Equal(
            409,
            (
                await ApiHost.JsonApiErrorAsync(
                    await researcher.SendAsync(
                        HttpMethod.Post,
                        "/api/v1/feedback/",
                        Document("\"comment\":\"x\"", response, type: "responses")
                    )
                )
            ).Status
        );
        Assert.Equal(
            415,
            (
                await ApiHost.JsonApiErrorAsync(
                    await researcher.SendAsync(HttpMethod.Post, "/api/v1/feedback/", new StringContent("x"))
                )
            ).Status
        );
        Assert.Equal(0, await CountAsync(parent));
    }
}
