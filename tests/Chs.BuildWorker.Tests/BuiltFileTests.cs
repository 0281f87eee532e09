using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>What browsers load of a study that is built.</summary>
[Collection("builds")]
public class BuiltFileTests(WorkingScene working)
{
    BuildScene Scene => working.Scene;

    /// <returns>A client that previews the study, and the path of its script.</returns>
    async Task<(ApiClient Play, string Script)> ScriptAsync()
    {
        var (study, _) = await working.BuiltStudyAsync();
        return (await Scene.PreviewAsync(study), $"/studies/{study}/assets/app-0123456789abcdef.js");
    }

    [BuildFact]
    public async Task The_page_holds_the_settings_of_the_session_and_not_of_the_build()
    {
        var (study, _) = await working.BuiltStudyAsync();
        var page = (await Scene.PageAsync(study))!;
        var content = page.Split("content=\"")[1].Split('"')[0];
        var settings = JsonDocument.Parse(Uri.UnescapeDataString(content)).RootElement;
        Assert.Equal("production", settings.GetProperty("environment").GetString());
        var recording = settings.GetProperty("awsRecording");
        Assert.Equal("none", recording.GetProperty("secretAccessKey").GetString());
        Assert.Equal("chs", recording.GetProperty("bucket").GetString());
        Assert.Matches(
            "<script id=\"chs-play\".*</script><script src=\"/play/assets/begin-[^\"]+\"></script>"
                + "<script>.*AWS.config.s3 = .*</script><script src=\"/studies/",
            page
        );
        Assert.Equal(4, page.Split("<script").Length - 1);
    }

    [BuildFact]
    public async Task A_file_is_sent_with_its_type_and_length()
    {
        var (client, script) = await ScriptAsync();
        using var play = client;
        using var whole = await play.GetAsync(script);
        var bytes = await whole.Content.ReadAsByteArrayAsync();
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Equal("text/javascript; charset=utf-8", whole.Content.Headers.ContentType!.ToString());
        Assert.Equal(bytes.Length, whole.Content.Headers.ContentLength);
        using var head = await play.SendAsync(HttpMethod.Head, script);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(bytes.Length, head.Content.Headers.ContentLength);
    }

    [BuildFact]
    public async Task Browsers_keep_a_file_whose_name_has_a_fingerprint()
    {
        var (client, script) = await ScriptAsync();
        using var play = client;
        using var whole = await play.GetAsync(script);
        Assert.Contains("immutable", whole.Headers.CacheControl!.ToString());
        var tag = whole.Headers.ETag!.ToString();
        using var unchanged = await play.GetAsync(script, ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        var (study, _) = await working.BuiltStudyAsync();
        using var style = await play.GetAsync($"/studies/{study}/assets/plain.css");
        Assert.Contains("no-cache", style.Headers.CacheControl!.ToString());
    }

    [BuildFact]
    public async Task A_file_is_sent_in_parts()
    {
        var (client, script) = await ScriptAsync();
        using var play = client;
        using var whole = await play.GetAsync(script);
        var length = whole.Content.Headers.ContentLength;
        using var part = await play.GetAsync(script, ("Range", "bytes=9-13"));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("title", await part.Content.ReadAsStringAsync());
        Assert.Equal($"bytes 9-13/{length}", part.Content.Headers.ContentRange!.ToString());
        using var last = await play.GetAsync(script, ("Range", "bytes=-4"));
        Assert.Equal("xxxx", await last.Content.ReadAsStringAsync());
        using var beyond = await play.GetAsync(script, ("Range", "bytes=999999-"));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
    }

    [BuildFact]
    public async Task A_file_is_sent_packed()
    {
        var (client, script) = await ScriptAsync();
        using var play = client;
        using var whole = await play.GetAsync(script);
        using var packed = await play.GetAsync(script, ("Accept-Encoding", "gzip"));
        await using var unpacked = new GZipStream(await packed.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var all = new MemoryStream();
        await unpacked.CopyToAsync(all);
        Assert.Equal<byte[]>(await whole.Content.ReadAsByteArrayAsync(), all.ToArray());
    }

    [BuildFact]
    public async Task Files_are_hidden_from_everybody_who_may_not_preview_the_study()
    {
        var (study, build) = await working.BuiltStudyAsync();
        var (client, script) = await ScriptAsync();
        using var play = client;
        using var nobody = Scene.Researcher.At(play.Address);
        await IsAsync(HttpStatusCode.Unauthorized, nobody.GetAsync(script));
        foreach (var atSite in (ApiClient[])[Scene.Parent, Scene.Researcher])
            await IsAsync(HttpStatusCode.NotFound, atSite.GetAsync(script));
        var id = build.GetProperty("id").GetGuid();
        await IsAsync(HttpStatusCode.NotFound, Scene.Parent.GetAsync($"/api/v3/builds/{id}"));
        await IsAsync(HttpStatusCode.NotFound, Scene.Parent.GetAsync(BuildScene.PreviewPathOf(study)));
    }

    [BuildFact]
    public async Task Files_of_another_study_are_hidden_from_a_play()
    {
        var (_, script) = await ScriptAsync();
        var other = await Scene.StudyAsync(Scene.Good);
        await Scene.SucceedAsync(other);
        using var play = await Scene.PreviewAsync(other);
        await IsAsync(HttpStatusCode.OK, play.GetAsync($"/studies/{other}/assets/plain.css"));
        await IsAsync(HttpStatusCode.NotFound, play.GetAsync(script));
    }

    [BuildFact]
    public async Task A_preview_keeps_the_build_with_which_it_began()
    {
        var study = await Scene.StudyAsync(Scene.Good);
        await Scene.SucceedAsync(study);
        using var play = await Scene.PreviewAsync(study);
        var style = $"/studies/{study}/assets/plain.css";
        var before = await (await play.GetAsync(style)).Content.ReadAsStringAsync();
        var changed = Scene.Code.Commit(
            ("chs-runner.json", """{"node":"20","install":[],"build":["node","build.mjs"]}"""),
            ("build.mjs", BuildScene.Script("").Replace("color: black", "color: white"))
        );
        await Scene.UseAsync(study, changed);
        await Scene.SucceedAsync(study);
        Assert.Equal(before, await (await play.GetAsync(style)).Content.ReadAsStringAsync());
        using var next = await Scene.PreviewAsync(study);
        Assert.Contains("white", await (await next.GetAsync(style)).Content.ReadAsStringAsync());
    }

    [BuildFact]
    public async Task Files_outside_of_the_build_are_not_found()
    {
        var (study, _) = await working.BuiltStudyAsync();
        using var play = await Scene.PreviewAsync(study);
        var outside = $"/studies/{study}/assets/../../secret";
        await IsAsync(HttpStatusCode.NotFound, play.GetAsync(outside));
        var ofNoChild = $"/exp/studies/{study}/SOMEBODY/preview/";
        await IsAsync(HttpStatusCode.NotFound, play.GetAsync(ofNoChild));
        await IsAsync(HttpStatusCode.NotFound, Scene.Researcher.GetAsync(ofNoChild));
    }

    static async Task IsAsync(HttpStatusCode expected, Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        Assert.Equal(expected, answer.StatusCode);
    }
}
