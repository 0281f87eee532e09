using System.Net;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.JsonApi.Videos;

/// <summary>Recorders announce videos by calls that they sign.</summary>
[Collection("api")]
public class AnnounceVideoTests(ApiHost host)
{
    const string Attributes =
        """{"s3_timestamp":"2026-02-01T10:00:00Z","frame_id":"1-a","full_name":"x.webm","is_consent_footage":false}""";

    static string Document(string attributes, Guid study, Guid response, string type = "videos")
    {
        static string One(string name, string type, Guid id) =>
            $$$""" "{{{name}}}":{"data":{"type":"{{{type}}}","id":"{{{id}}}"} } """;
        var relationships = $"{One("study", "studies", study)},{One("response", "responses", response)}";
        return $$$"""{"data":{"type":"{{{type}}}","attributes":{{{attributes}}},"""
            + $$$""" "relationships":{ {{{relationships}}} } } }""";
    }

    async Task<HttpResponseMessage> PostAsync(string document, string? signature)
    {
        using var nobody = host.Nobody();
        (string, string)[] headers = signature is null ? [] : [("X-AWS-LAMBDA-HMAC-SIG", signature)];
        return await nobody.SendAsync(
            HttpMethod.Post,
            "/api/v2/video/",
            new StringContent(document) { Headers = { ContentType = new("application/vnd.api+json") } },
            headers
        );
    }

    public static TheoryData<string?> WrongSignatures =>
        new(
            null,
            "deadbeef",
            Recorder.Sign(Attributes, "another key of more than thirty-two characters"),
            Recorder.Sign(Attributes).ToUpperInvariant(),
            Recorder.Sign(Attributes + " ")
        );

    [Theory, MemberData(nameof(WrongSignatures))]
    public async Task A_call_without_the_right_signature_is_refused(string? signature)
    {
        var (study, response) = await host.SessionAsync();
        await PostAsync(Document(Attributes, study, response), signature)
            .IsJsonApiErrorAsync(401, "authentication_failed", "/data");
    }

    [Fact]
    public Task A_document_without_relationships_cannot_be_read() =>
        PostAsync($$$"""{"data":{"type":"videos","attributes":{{{Attributes}}},"relationships":{} } }""", "deadbeef")
            .IsJsonApiErrorAsync(400, "parse_error", "/data");

    [Fact]
    public async Task A_document_of_another_type_is_a_conflict()
    {
        var (study, response) = await host.SessionAsync();
        await PostAsync(Document(Attributes, study, response, "movies"), Recorder.Sign(Attributes))
            .IsJsonApiErrorAsync(409, "invalid", "/data");
    }

    /// <summary>Blanks, other names, letters beyond ASCII: what is signed has none of them.</summary>
    static string Sent(Guid name) =>
        $$"""
            { "frame-id": "1-é\u007f/\"x\"", "fullName" : "{{name}}.webm",  "s3Timestamp":"2026-02-01T10:00:00.5Z",
            "is_consent_footage": true, "extra": {"fooBar": [1, null, "😀"] } }
            """;

    static string Signed(Guid name) =>
        $$"""{"frame_id":"1-\u00e9\u007f/\"x\"","full_name":"{{name}}"""
        + """.webm","s3_timestamp":"2026-02-01T10:00:00.5Z","is_consent_footage":true,"extra":"""
        + """{"fooBar":[1,null,"\ud83d\ude00"]}}""";

    /// <summary>Announces a video of this name, or of a new one: a session that is still empty serves several tests.</summary>
    async Task<HttpResponseMessage> AnnounceAsync(Guid study, Guid response, Guid? name = null)
    {
        var file = name ?? Guid.NewGuid();
        return await PostAsync(Document(Sent(file), study, response), Recorder.Sign(Signed(file)));
    }

    [Fact]
    public async Task The_signature_is_of_the_attributes_in_their_order_as_plain_ascii()
    {
        var (study, response) = await host.SessionAsync();
        await AnnounceAsync(study, response).HasStatusAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_answer_has_the_time_of_the_site_no_primary_key_and_a_link_with_the_number_of_the_response()
    {
        var (study, response) = await host.SessionAsync();
        using var answer = await AnnounceAsync(study, response);
        var data = (await ApiClient.ReadAsync(answer)).GetProperty("data");
        var attributes = data.GetProperty("attributes");
        Assert.Equal("2026-02-01T05:00:00.500000-05:00", attributes.GetProperty("s3_timestamp").GetString());
        Assert.Equal(JsonValueKind.Null, attributes.GetProperty("pk").ValueKind);
        var links = data.GetProperty("relationships").GetProperty("response").GetProperty("links");
        Assert.Matches(@"/api/v2/responses/\d+/$", links.GetProperty("related").GetString());
    }

    [Fact]
    public async Task A_second_video_of_the_same_name_is_refused()
    {
        var (study, response) = await host.SessionAsync();
        var name = Guid.NewGuid();
        await AnnounceAsync(study, response, name).SucceedsAsync();
        await AnnounceAsync(study, response, name).IsJsonApiErrorAsync(400, "unique", "/data/attributes/full_name");
    }

    [Theory]
    [InlineData("""{"frame_id":"1-a","full_name":"x.webm"}""", "required", "s3_timestamp")]
    [InlineData("""{"s3_timestamp":"2026-02-01T10:00:00Z","full_name":"x.webm"}""", "required", "frame_id")]
    [InlineData("""{"s3_timestamp":"2026-02-01T10:00:00Z","frame_id":"1-a","full_name":null}""", "null", "full_name")]
    [InlineData(
        """{"s3_timestamp":"2026-02-01T10:00:00Z","frame_id":"1-a","full_name":"x.webm","pipe_name":" "}""",
        "blank",
        "pipe_name"
    )]
    [InlineData("""{"s3_timestamp":"tomorrow","frame_id":"1-a","full_name":"x.webm"}""", "invalid", "s3_timestamp")]
    [InlineData(
        """{"s3_timestamp":"2026-02-01T10:00:00Z","frame_id":"1-a","full_name":"x.webm","pipe_numeric_id":"many"}""",
        "invalid",
        "pipe_numeric_id"
    )]
    [InlineData(
        """{"s3_timestamp":"2026-02-01T10:00:00Z","frame_id":"1-a","full_name":"x.webm","""
            + "\"is_consent_footage\":\"perhaps\"}",
        "invalid",
        "is_consent_footage"
    )]
    public async Task A_wrong_attribute_is_named(string attributes, string code, string field)
    {
        var (study, response) = await host.SessionAsync();
        await PostAsync(Document(attributes, study, response), Recorder.Sign(attributes))
            .IsJsonApiErrorAsync(400, code, $"/data/attributes/{field}");
    }

    [Fact]
    public async Task The_response_must_exist()
    {
        var (study, _) = await host.SessionAsync();
        await PostAsync(Document(Attributes, study, Guid.NewGuid()), Recorder.Sign(Attributes))
            .IsJsonApiErrorAsync(400, "does_not_exist", "/data/relationships/response");
    }

    [Fact]
    public async Task The_study_must_be_that_of_the_response()
    {
        var (_, response) = await host.SessionAsync();
        await PostAsync(Document(Attributes, Guid.NewGuid(), response), Recorder.Sign(Attributes))
            .IsJsonApiErrorAsync(400, "does_not_exist", "/data/relationships/study");
    }

    [Fact]
    public async Task The_old_recorder_is_told_that_nothing_is_stored()
    {
        using var nobody = host.Nobody();
        using var answer = await nobody.SendAsync(
            HttpMethod.Post,
            "/exp/renamevideo/",
            new FormUrlEncodedContent([KeyValuePair.Create("payload", "{}")])
        );
        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("nothing was stored", await answer.Content.ReadAsStringAsync());
    }
}
