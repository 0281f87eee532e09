using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>Recorders announce films by calls that they sign.</summary>
[Collection("api")]
public class Callbacks_(ApiHost host)
{
    static string Sign(string message, string key = ApiHost.CallbackKey) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(message)));

    static string Document(string attributes, Guid study, Guid response, string type = "videos")
    {
        static string One(string name, string type, Guid id) =>
            $$$""" "{{{name}}}":{"data":{"type":"{{{type}}}","id":"{{{id}}}"} } """;
        var relationships = $"{One("study", "studies", study)},{One("response", "responses", response)}";
        return $$$"""{"data":{"type":"{{{type}}}","attributes":{{{attributes}}},"relationships":{ {{{relationships}}} } } }""";
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

    async Task<(Guid Study, Guid Response)> SessionAsync()
    {
        // All tests share one log-in, because log-ins are limited.
        using var parent = await host.LoggedInAsync("parent");
        var (study, child) = await parent.DemoAsync();
        return (study, await parent.StartAsync(study, child));
    }

    [Fact]
    public async Task Are_refused_without_the_right_signature()
    {
        var (study, response) = await SessionAsync();
        const string attributes =
            """{"s3_timestamp":"2026-02-01T10:00:00Z","frame_id":"1-a","full_name":"refused.webm","is_consent_footage":false}""";
        Assert.Equal(
            (401, "authentication_failed", "/data"),
            await ApiHost.JsonApiErrorAsync(await PostAsync(Document(attributes, study, response), null))
        );
        foreach (
            var signature in (string[])
                [
                    "deadbeef",
                    Sign(attributes, "another key of more than thirty-two characters"),
                    Sign(attributes).ToUpperInvariant(),
                    Sign(attributes + " "),
                ]
        )
            Assert.Equal(
                (401, "authentication_failed", "/data"),
                await ApiHost.JsonApiErrorAsync(await PostAsync(Document(attributes, study, response), signature))
            );
        Assert.Equal(
            (400, "parse_error", "/data"),
            await ApiHost.JsonApiErrorAsync(
                await PostAsync(
                    $$$"""{"data":{"type":"videos","attributes":{{{attributes}}},"relationships":{} } }""",
                    "deadbeef"
                )
            )
        );
        Assert.Equal(
            (409, "invalid", "/data"),
            await ApiHost.JsonApiErrorAsync(
                await PostAsync(Document(attributes, study, response, "movies"), Sign(attributes))
            )
        );
    }

    [Fact]
    public async Task Sign_the_attributes_in_their_order_as_plain_ascii()
    {
        var (study, response) = await SessionAsync();
        // Blanks, other names, letters beyond ASCII: what is signed has none of them.
        var sent = $$"""
            { "frame-id": "1-é\u007f/\"x\"", "fullName" : "{{response}}.webm",  "s3Timestamp":"2026-02-01T10:00:00.5Z",
            "is_consent_footage": true, "extra": {"fooBar": [1, null, "😀"] } }
            """;
        var signed =
            $$"""{"frame_id":"1-\u00e9\u007f/\"x\"","full_name":"{{response}}"""
            + """.webm","s3_timestamp":"2026-02-01T10:00:00.5Z","is_consent_footage":true,"extra":"""
            + """{"fooBar":[1,null,"\ud83d\ude00"]}}""";
        var answer = await PostAsync(Document(sent, study, response), Sign(signed));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var data = (await ApiClient.ReadAsync(answer)).GetProperty("data");
        Assert.Equal(
            "2026-02-01T05:00:00.500000-05:00",
            data.GetProperty("attributes").GetProperty("s3_timestamp").GetString()
        );
        Assert.Equal(JsonValueKind.Null, data.GetProperty("attributes").GetProperty("pk").ValueKind);
        Assert.Matches(
            @"/api/v2/responses/\d+/$",
            data.GetProperty("relationships")
                .GetProperty("response")
                .GetProperty("links")
                .GetProperty("related")
                .GetString()
        );
        Assert.Equal(
            (400, "unique", "/data/attributes/full_name"),
            await ApiHost.JsonApiErrorAsync(await PostAsync(Document(sent, study, response), Sign(signed)))
        );
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
        """{"s3_timestamp":"2026-02-01T10:00:00Z","frame_id":"1-a","full_name":"x.webm","is_consent_footage":"perhaps"}""",
        "invalid",
        "is_consent_footage"
    )]
    public async Task Are_told_what_is_wrong_with_their_document(string attributes, string code, string field)
    {
        var (study, response) = await SessionAsync();
        Assert.Equal(
            (400, code, $"/data/attributes/{field}"),
            await ApiHost.JsonApiErrorAsync(await PostAsync(Document(attributes, study, response), Sign(attributes)))
        );
    }

    [Fact]
    public async Task Must_name_a_response_of_the_study()
    {
        var (study, response) = await SessionAsync();
        const string attributes =
            """{"s3_timestamp":"2026-02-01T10:00:00Z","frame_id":"1-a","full_name":"nowhere.webm"}""";
        Assert.Equal(
            (400, "does_not_exist", "/data/relationships/response"),
            await ApiHost.JsonApiErrorAsync(
                await PostAsync(Document(attributes, study, Guid.NewGuid()), Sign(attributes))
            )
        );
        Assert.Equal(
            (400, "does_not_exist", "/data/relationships/study"),
            await ApiHost.JsonApiErrorAsync(
                await PostAsync(Document(attributes, Guid.NewGuid(), response), Sign(attributes))
            )
        );
    }

    [Fact]
    public async Task Of_v3_sign_verb_path_time_and_body()
    {
        var (study, response) = await SessionAsync();
        var body = BodyOfV3(study, response, "signed.webm");
        var otherBody = BodyOfV3(study, response, "other.webm");
        var now = Now;
        foreach (
            var (time, signature) in (IEnumerable<(long, string)>)
                [
                    (now, ""),
                    (now, SignCall(body, now - 1)),
                    (now, SignCall(body, now, "PUT")),
                    (now, SignCall(body, now, path: "/api/v3/studies")),
                    (now, SignCall(otherBody, now)),
                    (now - 400, SignCall(body, now - 400)),
                    (now + 400, SignCall(body, now + 400)),
                    (now, Sign(body)),
                ]
        )
            await PostV3Async(body, time, signature).IsProblemAsync(401, "callback.not_signed");

        // None of the refused calls has stored the video.
        using var answer = await PostV3Async(body, now - 200, SignCall(body, now - 200));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.True((await ApiClient.ReadAsync(answer)).GetProperty("isConsentFootage").GetBoolean());
    }

    [Fact]
    public async Task Of_v3_are_accepted_only_once()
    {
        var (study, response) = await SessionAsync();
        var body = BodyOfV3(study, response, "once.webm");
        var time = Now - 200;
        var signature = SignCall(body, time);
        await PostV3Async(body, time, signature).HasStatusAsync(HttpStatusCode.Created);
        await PostV3Async(body, time, signature).IsProblemAsync(409, "callback.replayed");
    }

    [Fact]
    public async Task Of_v3_need_a_new_name_for_each_video()
    {
        var (study, response) = await SessionAsync();
        var body = BodyOfV3(study, response, "twice.webm");
        var now = Now;
        await PostV3Async(body, now - 200, SignCall(body, now - 200)).HasStatusAsync(HttpStatusCode.Created);
        await PostV3Async(body, now, SignCall(body, now)).IsProblemAsync(409, "video.full_name_taken");
    }

    [Fact]
    public async Task Of_v3_are_refused_without_the_video()
    {
        var now = Now;
        await PostV3Async("{}", now, SignCall("{}", now)).IsProblemAsync(400, "request.invalid");
    }

    /// <summary>In seconds since 1970, as v3 signs it.</summary>
    static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    /// <param name="name">The end of the video's name, which begins with the response's id.</param>
    static string BodyOfV3(Guid study, Guid response, string name) =>
        JsonSerializer.Serialize(
            new
            {
                studyId = study,
                responseId = response,
                frameId = "1-a",
                fullName = $"{response}-{name}",
                recordedAt = "2026-02-01T10:00:00Z",
                isConsentFootage = true,
            }
        );

    static string SignCall(string body, long time, string verb = "POST", string path = "/api/v3/videos") =>
        Sign($"{verb}\n{path}\n{time}\n{body}");

    async Task<HttpResponseMessage> PostV3Async(string body, long time, string signature)
    {
        using var nobody = host.Nobody();
        return await nobody.SendAsync(
            HttpMethod.Post,
            "/api/v3/videos",
            new StringContent(body) { Headers = { ContentType = new("application/json") } },
            ("X-Chs-Timestamp", time.ToString()),
            ("X-Chs-Signature", signature)
        );
    }

    [Fact]
    public async Task Of_the_old_recorder_are_told_that_nothing_is_stored()
    {
        using var nobody = host.Nobody();
        var answer = await nobody.SendAsync(
            HttpMethod.Post,
            "/exp/renamevideo/",
            new FormUrlEncodedContent([KeyValuePair.Create("payload", "{}")])
        );
        Assert.Equal(
            (HttpStatusCode.NotImplemented, "text/plain"),
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType)
        );
        Assert.Contains("nothing was stored", await answer.Content.ReadAsStringAsync());
    }
}
