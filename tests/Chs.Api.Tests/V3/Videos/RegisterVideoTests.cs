using System.Net;
using System.Text.Json;
using Chs.Api.Tests.JsonApi.Videos;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3.Videos;

/// <summary>Recorders announce videos by calls that they sign.</summary>
[Collection("api")]
public class RegisterVideoTests(ApiHost host)
{
    [Fact]
    public async Task The_signature_is_of_verb_path_time_and_body()
    {
        var (study, response) = await host.SessionAsync();
        var body = BodyOfV3(study, response, "signed.webm");
        var now = Now;
        (long Time, string Signature)[] refused =
        [
            (now, ""),
            (now, SignCall(body, now - 1)),
            (now, SignCall(body, now, "PUT")),
            (now, SignCall(body, now, path: "/api/v3/studies")),
            (now, SignCall(BodyOfV3(study, response, "other.webm"), now)),
            (now - 400, SignCall(body, now - 400)),
            (now + 400, SignCall(body, now + 400)),
            (now, Recorder.Sign(body)),
        ];
        foreach (var (time, signature) in refused)
            await PostV3Async(body, time, signature).IsProblemAsync(401, "callback.not_signed");

        // None of the refused calls has stored the video.
        using var answer = await PostV3Async(body, now - 200, SignCall(body, now - 200));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.True((await ApiClient.ReadAsync(answer)).GetProperty("isConsentFootage").GetBoolean());
    }

    [Fact]
    public async Task A_call_that_is_repeated_is_answered_with_the_video_that_is_there()
    {
        var (study, response) = await host.SessionAsync();
        var body = BodyOfV3(study, response, "once.webm");
        var now = Now;
        using var first = await PostV3Async(body, now - 200, SignCall(body, now - 200));
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        var video = await first.Content.ReadAsStringAsync();
        // The same signature, and another of a later moment.
        foreach (var time in (long[])[now - 200, now])
        {
            using var again = await PostV3Async(body, time, SignCall(body, time));
            Assert.Equal((HttpStatusCode.OK, video), (again.StatusCode, await again.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public async Task The_name_of_another_video_is_refused()
    {
        var (study, response) = await host.SessionAsync();
        var now = Now;
        var body = BodyOfV3(study, response, "twice.webm");
        await PostV3Async(body, now - 200, SignCall(body, now - 200)).HasStatusAsync(HttpStatusCode.Created);
        var other = body.Replace("10:00:00Z", "10:00:01Z");
        await PostV3Async(other, now, SignCall(other, now)).IsProblemAsync(409, "video.full_name_taken");
    }

    [Fact]
    public async Task A_call_without_the_video_is_refused()
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
        Recorder.Sign($"{verb}\n{path}\n{time}\n{body}");

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
}
