using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>The scene for all tests of a class, with a worker that works.</summary>
public sealed class WorkingScene : IAsyncLifetime
{
    BuildScene? _scene;

    public BuildScene Scene => _scene!;

    public async Task InitializeAsync()
    {
        if (Servers.WhyNo("CHS_TEST_DOCKER", "CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES") is not null)
            return;
        _scene = await BuildScene.StartAsync();
        await _scene.WorkerAsync();
    }

    public async Task DisposeAsync()
    {
        if (_scene is not null)
            await _scene.DisposeAsync();
    }
}

/// <summary>Builds in real containers, with orders from a real broker and files in a real store.</summary>
public class Builds_(WorkingScene working) : IClassFixture<WorkingScene>
{
    BuildScene Scene => working.Scene;

    [EngineFact("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    public async Task Become_what_browsers_load()
    {
        var study = await Scene.StudyAsync();
        Assert.Null(await Scene.PageAsync(study));
        var build = await Scene.BuildAsync(study);
        Assert.True(
            build.GetProperty("state").GetString() == "succeeded",
            await Scene.LogAsync(build.GetProperty("id").GetGuid())
        );
        Assert.Equal(
            (Scene.Good, true, 1),
            (
                build.GetProperty("commit").GetString(),
                build.GetProperty("isCurrent").GetBoolean(),
                build.GetProperty("attempt").GetInt32()
            )
        );
        var read = await Scene.Researcher.GetJsonAsync($"/api/v3/studies/{study}");
        Assert.Equal(
            (true, Scene.Good),
            (read.GetProperty("isBuilt").GetBoolean(), read.GetProperty("runnerCommit").GetString())
        );
        Assert.Equal("created", read.GetProperty("state").GetString());

        // The page holds this session's settings, not the build's.
        var page = (await Scene.PageAsync(study))!;
        var settings = JsonDocument
            .Parse(Uri.UnescapeDataString(page.Split("content=\"")[1].Split('"')[0]))
            .RootElement;
        Assert.Equal(
            ("production", "none", "chs"),
            (
                settings.GetProperty("environment").GetString(),
                settings.GetProperty("awsRecording").GetProperty("secretAccessKey").GetString(),
                settings.GetProperty("awsRecording").GetProperty("bucket").GetString()
            )
        );
        Assert.Matches("AWS.config.s3 = .*</script><script nonce=\"[^\"]+\" src=\"/studies/", page);
        Assert.Equal(2, page.Split("<script nonce=").Length - 1);

        // Files: types, tags, parts, packed.
        var script = $"/studies/{study}/assets/app-0123456789abcdef.js";
        using var whole = await Scene.Researcher.SendAsync(HttpMethod.Get, script);
        var bytes = await whole.Content.ReadAsByteArrayAsync();
        Assert.Equal(
            (HttpStatusCode.OK, "text/javascript; charset=utf-8", (long?)bytes.Length),
            (whole.StatusCode, whole.Content.Headers.ContentType!.ToString(), whole.Content.Headers.ContentLength)
        );
        Assert.Contains("immutable", whole.Headers.CacheControl!.ToString());
        using var part = await Scene.Researcher.SendAsync(HttpMethod.Get, script, null, ("Range", "bytes=9-13"));
        Assert.Equal(
            (HttpStatusCode.PartialContent, "title", $"bytes 9-13/{bytes.Length}"),
            (part.StatusCode, await part.Content.ReadAsStringAsync(), part.Content.Headers.ContentRange!.ToString())
        );
        using var last = await Scene.Researcher.SendAsync(HttpMethod.Get, script, null, ("Range", "bytes=-4"));
        Assert.Equal("xxxx", await last.Content.ReadAsStringAsync());
        Assert.Equal(
            HttpStatusCode.RequestedRangeNotSatisfiable,
            (await Scene.Researcher.SendAsync(HttpMethod.Get, script, null, ("Range", "bytes=999999-"))).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NotModified,
            (
                await Scene.Researcher.SendAsync(
                    HttpMethod.Get,
                    script,
                    null,
                    ("If-None-Match", whole.Headers.ETag!.ToString())
                )
            ).StatusCode
        );
        using var packed = await Scene.Researcher.SendAsync(HttpMethod.Get, script, null, ("Accept-Encoding", "gzip"));
        await using var unpacked = new System.IO.Compression.GZipStream(
            await packed.Content.ReadAsStreamAsync(),
            System.IO.Compression.CompressionMode.Decompress
        );
        using var all = new MemoryStream();
        await unpacked.CopyToAsync(all);
        Assert.Equal<byte[]>(bytes, all.ToArray());
        using var head = await Scene.Researcher.SendAsync(HttpMethod.Head, script);
        Assert.Equal((HttpStatusCode.OK, (long?)bytes.Length), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Contains(
            "no-cache",
            (
                await Scene.Researcher.SendAsync(HttpMethod.Get, $"/studies/{study}/assets/plain.css")
            ).Headers.CacheControl!.ToString()
        );

        // Who must not: nobody before the study is active but those who may preview it.
        using var nobody = ApiClient.To(Scene.Api.Address);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.SendAsync(HttpMethod.Get, script)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Scene.Parent.SendAsync(HttpMethod.Get, script)).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Scene.Researcher.SendAsync(HttpMethod.Get, $"/studies/{study}/assets/../../secret")).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (
                await Scene.Parent.SendAsync(HttpMethod.Get, $"/api/v3/builds/{build.GetProperty("id").GetGuid()}")
            ).StatusCode
        );

        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Scene.Researcher.SendAsync(HttpMethod.Get, $"/exp/studies/{study}/SOMEBODY/preview/")).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (
                await Scene.Parent.SendAsync(HttpMethod.Get, $"/exp/studies/{study}/TEST_CHILD_DISREGARD/preview/")
            ).StatusCode
        );

        // Records.
        var id = build.GetProperty("id").GetGuid();
        var provenance = await Scene.Researcher.GetJsonAsync($"/api/v3/builds/{id}/provenance");
        Assert.Equal(
            ("https://slsa.dev/provenance/v1", 3),
            (provenance.GetProperty("predicateType").GetString(), provenance.GetProperty("subject").GetArrayLength())
        );
        Assert.Equal(
            whole.Headers.ETag!.Tag.Trim('"'),
            provenance.GetProperty("subject")[0].GetProperty("digest").GetProperty("sha256").GetString()
        );
        Assert.Equal(
            "CycloneDX",
            (await Scene.Researcher.GetJsonAsync($"/api/v3/builds/{id}/components"))
                .GetProperty("bomFormat")
                .GetString()
        );
        Assert.Equal(
            3,
            (await Scene.Researcher.GetJsonAsync($"/api/v3/builds/{id}/files")).GetProperty("items").GetArrayLength()
        );
        Assert.Equal("", await Scene.ContainersLeftAsync());
    }

    [EngineFact("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    public async Task Fetch_dependencies_once_for_each_commit_and_list_them()
    {
        var commit = Scene.Code.Commit(
            ("chs-runner.json", """{"node":"20","install":["npm","ci"],"build":["node","build.mjs"]}"""),
            ("package.json", """{"name":"runner","version":"1.0.0","dependencies":{"is-number":"7.0.0"}}"""),
            (
                "package-lock.json",
                """{"name":"runner","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{"":{"name":"runner","version":"1.0.0","dependencies":{"is-number":"7.0.0"}},"node_modules/is-number":{"version":"7.0.0","integrity":"sha512-41Cifkg6e8TylSpdtTpeLVMqvSBEVzTttHvERD741+pnZ8ANv0004MRL43QKPDlK9cGvNp6NZWZUBlbGXYxxng=="}}}"""
            ),
            ("build.mjs", BuildScene.Script("import isNumber from 'is-number'; console.log('number', isNumber(5));"))
        );
        var (first, second) = (await Scene.StudyAsync(commit), await Scene.StudyAsync(commit));
        var built = await Scene.BuildAsync(first);
        var log = await Scene.LogAsync(built.GetProperty("id").GetGuid());
        Assert.True(built.GetProperty("state").GetString() == "succeeded", log);
        Assert.Contains("added 1 package", log);
        Assert.Contains("number true", log);
        var components = (
            await Scene.Researcher.GetJsonAsync($"/api/v3/builds/{built.GetProperty("id").GetGuid()}/components")
        ).GetProperty("components");
        Assert.Equal(
            ("pkg:npm/is-number@7.0.0", "SHA-512"),
            (
                components[0].GetProperty("purl").GetString(),
                components[0].GetProperty("hashes")[0].GetProperty("alg").GetString()
            )
        );

        log = await Scene.LogAsync((await Scene.BuildAsync(second)).GetProperty("id").GetGuid());
        Assert.Contains("Dependencies are here from an earlier build", log);
        Assert.DoesNotContain("added 1 package", log);
        // The same study once more: nothing is run at all.
        log = await Scene.LogAsync((await Scene.BuildAsync(second)).GetProperty("id").GetGuid());
        Assert.Contains("Nothing changed since an earlier build", log);
        Assert.DoesNotContain("number true", log);
        Assert.NotNull(await Scene.PageAsync(second));
    }

    [EngineFact("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    public async Task Can_do_nothing_but_build()
    {
        const string probe = """
            import { readFileSync, writeFileSync as write, existsSync, readdirSync } from "node:fs";
            import net from "node:net";
            console.log("uid", process.getuid(), "caps", /CapEff:\s*(\S+)/.exec(readFileSync("/proc/self/status", "utf8"))[1], "privileges", /NoNewPrivs:\s*(\d)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);
            try { write("/etc/chs", "x"); console.log("root writable"); } catch (e) { console.log("root", e.code); }
            try { write("/runner/chs", "x"); console.log("runner writable"); } catch (e) { console.log("runner", e.code); }
            console.log("engine", existsSync("/var/run/docker.sock"), "gate", existsSync("/chs/gate.sock"), "links", readdirSync("/sys/class/net").join());
            console.log("environment", JSON.stringify(Object.keys(process.env).sort()));
            await new Promise(done => net.connect(80, "198.51.100.1").on("error", e => done(console.log("network", e.code))).on("connect", () => done(console.log("network reached"))));
            """;
        var study = await Scene.StudyAsync(Scene.CommitThat(probe));
        var log = await Scene.LogAsync((await Scene.BuildAsync(study)).GetProperty("id").GetGuid());
        Assert.Contains("uid 1000 caps 0000000000000000 privileges 1", log);
        Assert.Contains("root EROFS", log);
        Assert.Contains("runner EROFS", log);
        Assert.Contains("engine false gate false links lo", log);
        Assert.Contains("network ENETUNREACH", log);
        Assert.Contains(
            """environment ["CI","HOME","HOSTNAME","PATH","PREPEND_FINGERPRINT","PWD","TMPDIR","YARN_CACHE_FOLDER","npm_config_cache"]""".Replace(
                "\"PWD\",",
                log.Contains("\"PWD\"") ? "\"PWD\"," : ""
            ),
            log
        );
    }

    [EngineFact("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    public async Task Reach_the_registries_and_no_other_host_while_dependencies_are_fetched()
    {
        const string probe = """
            import net from "node:net";
            const ask = target => new Promise(done => { const c = net.connect(3128, "127.0.0.1", () => c.write(`CONNECT ${target} HTTP/1.1\r\n\r\n`)); c.on("data", d => { done(String(d).split("\r\n")[0]); c.destroy(); }); c.on("error", e => done(e.code)); });
            for (const target of ["registry.npmjs.org:443", "registry.npmjs.org:80", "example.org:443", "127.0.0.1:22", "169.254.169.254:80"]) console.log(target, await ask(target));
            await new Promise(done => net.connect(443, "198.51.100.1").on("error", e => done(console.log("direct", e.code))));
            """;
        var study = await Scene.StudyAsync(
            Scene.Code.Commit(
                ("chs-runner.json", """{"node":"20","install":["node","probe.mjs"],"build":["node","build.mjs"]}"""),
                ("probe.mjs", probe),
                ("build.mjs", BuildScene.Script(""))
            )
        );
        var log = await Scene.LogAsync((await Scene.BuildAsync(study)).GetProperty("id").GetGuid());
        Assert.Contains("registry.npmjs.org:443 HTTP/1.1 200", log);
        foreach (
            var refused in (string[])["registry.npmjs.org:80", "example.org:443", "127.0.0.1:22", "169.254.169.254:80"]
        )
            Assert.Contains($"{refused} HTTP/1.1 403", log);
        Assert.Contains("direct ENETUNREACH", log);
    }

    [EngineFact("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    public async Task Tell_what_they_do_within_a_second_and_go_on_where_the_reader_stopped()
    {
        var study = await Scene.StudyAsync(
            Scene.CommitThat(
                "for (let i = 0; i < 6; i++) { console.log('line', i, Date.now()); await new Promise(done => setTimeout(done, 500)); }"
            )
        );
        var build = await Scene.RequestAsync(study);
        var (events, late, last) = (new List<(string Id, string Kind, JsonElement? Data)>(), new List<double>(), "");
        using var http = new HttpClient { BaseAddress = Scene.Api.Address, Timeout = TimeSpan.FromSeconds(60) };
        // Hung up after four lines, and then once more from there.
        foreach (var most in (int[])[12, int.MaxValue])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v3/builds/{build}/events");
            request.Headers.Add("Cookie", $"sessionid={Scene.Researcher.Cookie("sessionid")}");
            if (last.Length > 0)
                request.Headers.Add("Last-Event-ID", last);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
            var (kind, data) = ("", "");
            while (events.Count < most && await reader.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    kind = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    data = line[6..];
                else if (line.StartsWith("id: ", StringComparison.Ordinal))
                    last = line[4..];
                else if (line.Length == 0 && kind.Length > 0)
                {
                    events.Add((last, kind, kind == "end" ? null : JsonDocument.Parse(data).RootElement));
                    if (data.Contains("line ", StringComparison.Ordinal))
                        late.Add(
                            Now()
                                - double.Parse(
                                    JsonDocument.Parse(data).RootElement.GetProperty("text").GetString()!.Split(' ')[2]
                                )
                        );
                    kind = "";
                }
            }
        }

        Assert.Equal("end", events[^1].Kind);
        var numbers = events
            .Where(e => e.Data is not null)
            .Select(e => e.Data!.Value.GetProperty("number").GetInt32())
            .ToList();
        Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
        Assert.Equal(6, late.Count);
        Assert.True(late.Order().ElementAt(3) < 1000, $"Lines came after {string.Join(", ", late)} ms");
        Assert.Equal("Succeeded", events[^2].Data!.Value.GetProperty("text").GetString());
    }

    static double Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    [EngineFact("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    public async Task Are_stopped_by_their_researchers()
    {
        var study = await Scene.StudyAsync(Scene.CommitThat("await new Promise(done => setTimeout(done, 60000));"));
        var build = await Scene.RequestAsync(study);
        await Scene.WaitAsync(build, "build");
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await Scene.Researcher.PostAsync($"/api/v3/studies/{study}/builds", new { })).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Scene.Parent.SendAsync(HttpMethod.Put, $"/api/v3/builds/{build}/cancellation")).StatusCode
        );
        var clock = Stopwatch.StartNew();
        Assert.Equal(
            "cancelled",
            (
                await ApiClient.ReadAsync(
                    await Scene.Researcher.SendAsync(HttpMethod.Put, $"/api/v3/builds/{build}/cancellation")
                )
            )
                .GetProperty("state")
                .GetString()
        );
        Assert.Equal("", await Scene.ContainersLeftAsync());
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 8);
        await Scene.UseAsync(study, Scene.Good);
        Assert.Equal("succeeded", (await Scene.BuildAsync(study)).GetProperty("state").GetString());
    }

    [EngineFact("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    public async Task Hold_no_secret()
    {
        var study = await Scene.StudyAsync(
            Scene.CommitThat(
                "import { execSync } from 'node:child_process'; console.log(execSync('env; cat /proc/*/environ 2>/dev/null; mount').toString());"
            )
        );
        var build = await Scene.BuildAsync(study);
        Assert.Equal("succeeded", build.GetProperty("state").GetString());
        var seen = new List<(string Where, string Text)>
        {
            ("log", await Scene.LogAsync(build.GetProperty("id").GetGuid())),
            ("page", (await Scene.PageAsync(study))!),
            ("programs", Scene.Output),
        };
        foreach (
            var file in (
                await Scene.Researcher.GetJsonAsync($"/api/v3/builds/{build.GetProperty("id").GetGuid()}/files")
            )
                .GetProperty("items")
                .EnumerateArray()
        )
            seen.Add(
                (
                    file.GetProperty("path").GetString()!,
                    await (
                        await Scene.Researcher.SendAsync(
                            HttpMethod.Get,
                            $"/studies/{study}/{file.GetProperty("path").GetString()}"
                        )
                    ).Content.ReadAsStringAsync()
                )
            );
        foreach (
            var image in (await BuildScene.DockerAsync("images", "-q", "--filter", Scene.SiteFilter))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Distinct()
        )
            seen.Add(
                (
                    "image",
                    await BuildScene.DockerAsync("history", "--no-trunc", image)
                        + await BuildScene.DockerAsync("inspect", image)
                )
            );
        Assert.Contains(seen, place => place.Where == "image");
        foreach (var secret in (string[])[.. BuildScene.Secrets, Servers.S3Secret, Servers.S3Access, Servers.Rabbit!])
            Assert.All(
                seen,
                place =>
                    Assert.False(
                        place.Text.Contains(secret, StringComparison.Ordinal),
                        $"{place.Where} holds {secret[..6]}…"
                    )
            );
    }

    [EngineFact("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    public async Task Are_kept_in_Google_s_store_too_and_browsers_are_sent_there()
    {
        await using var google = await GoogleStandIn.StartAsync();
        await using var scene = await BuildScene.StartAsync(
            ("Chs__Artefacts__Provider", "Gcs"),
            ("Chs__Artefacts__Endpoint", google.Address.AbsoluteUri),
            ("Chs__Artefacts__Bucket", GoogleStandIn.Bucket),
            ("Chs__Artefacts__CredentialsFile", google.KeyFile),
            ("Chs__Artefacts__Redirect", "true")
        );
        await scene.WorkerAsync();
        var study = await scene.StudyAsync(scene.Good);
        Assert.Equal("succeeded", (await scene.BuildAsync(study)).GetProperty("state").GetString());
        Assert.Contains("plain.css", await scene.PageAsync(study));
        using var sent = await scene.Researcher.SendAsync(HttpMethod.Get, $"/studies/{study}/assets/plain.css");
        Assert.Equal(
            (HttpStatusCode.Found, google.Address.Authority),
            (sent.StatusCode, sent.Headers.Location!.Authority)
        );
        using var http = new HttpClient();
        using var file = await http.GetAsync(sent.Headers.Location);
        Assert.Equal(
            ("body { color: black }", "text/css; charset=utf-8"),
            (await file.Content.ReadAsStringAsync(), file.Content.Headers.ContentType!.ToString())
        );
        Assert.Equal(0, scene.Store.Uploads);
    }
}
