using System.Net;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.JsonApi.Responses;

/// <summary>Creating responses as the frameplayer does, and reading lists.</summary>
static class ResponseDocuments
{
    const string OfFrameplayer = """
        {"exp-data":[],"globalEventTimings":[],"sequence":[],"completed":false,
        "recording_method":"recordrtc","created_on":null,"hash_child_id":"x"}
        """;

    public static StringContent New(Guid? study, Guid? child, string attributes = "{}", string type = "responses")
    {
        string[] relationships = [Relationship("study", "studies", study), Relationship("child", "children", child)];
        var given = string.Join(',', relationships.Where(relationship => relationship.Length > 0));
        var document =
            $$$"""{"data":{"type":"{{{type}}}","attributes":{{{attributes}}},"relationships":{ {{{given}}} } } }""";
        return new StringContent(document) { Headers = { ContentType = new("application/vnd.api+json") } };
    }

    static string Relationship(string name, string type, Guid? id) =>
        id is null ? "" : $$$""" "{{{name}}}":{"data":{"type":"{{{type}}}","id":"{{{id}}}"} } """;

    /// <summary>Creates a response in the play that the client has entered or, with a key, at the site.</summary>
    public static Task<HttpResponseMessage> CreateAsync(
        this ApiClient client,
        StringContent document,
        params (string Name, string Value)[] headers
    ) => (headers is [] ? client.Play : client).SendAsync(HttpMethod.Post, "/api/v1/responses/", document, headers);

    /// <summary>Creates a response as the frameplayer does, in the play that the client has entered.</summary>
    /// <returns>The resource that is answered.</returns>
    public static async Task<JsonElement> CreateAsFrameplayerAsync(this ApiClient parent, Guid study, Guid child)
    {
        using var answer = await parent.CreateAsync(New(study, child, OfFrameplayer));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await ApiClient.ReadAsync(answer)).GetProperty("data");
    }

    /// <returns>Their ids, newest first.</returns>
    public static async Task<List<Guid>> CreateTwelveAsync(this ApiClient parent, Guid study, Guid child)
    {
        List<Guid> created = [];
        await parent.EnterAsync(study, child);
        for (var i = 0; i < 12; i++)
        {
            var resource = await parent.CreateAsFrameplayerAsync(study, child);
            created.Insert(0, resource.GetProperty("id").GetGuid());
        }

        return created;
    }

    /// <summary>How many responses the client can see.</summary>
    public static async Task<int> CountResponsesAsync(this ApiClient client) =>
        (await client.GetJsonAsync("/api/v1/responses/"))
            .GetProperty("links")
            .GetProperty("meta")
            .GetProperty("count")
            .GetInt32();

    /// <summary>The ids of the resources of a list.</summary>
    public static async Task<List<Guid>> IdsAsync(this ApiClient client, string path) =>
        IdsOf(await client.GetJsonAsync(path));

    public static List<Guid> IdsOf(JsonElement list) =>
        [.. list.GetProperty("data").EnumerateArray().Select(resource => resource.GetProperty("id").GetGuid())];
}
