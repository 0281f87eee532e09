using System.IO.Compression;
using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>Whatever breaks: the study keeps its last good build, the end explains itself, nothing is left running, and the next try succeeds.</summary>
public class Faults_(WorkingScene working) : IClassFixture<WorkingScene>
{
    BuildScene Scene => working.Scene;

    [EngineTheory("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    [InlineData("hangs", "build.build_too_long")]
    [InlineData("forks", "build.script_failed")]
    [InlineData("fills its disk", "build.script_failed")]
    [InlineData("prints without end", "build.too_much_output")]
    [InlineData("takes all memory", "build.out_of_memory,build.script_failed")]
    [InlineData("fails", "build.script_failed")]
    [InlineData("makes nothing", "build.no_output")]
    [InlineData("makes no page", "build.bad_output")]
    [InlineData("makes a page of missing files", "build.bad_output")]
    [InlineData("makes a link", "build.bad_output")]
    [InlineData("fills the disk with dependencies", "build.too_much_disk,build.dependencies_failed")]
    [InlineData("has no such dependency", "build.dependencies_failed")]
    [InlineData("is a bomb", "runner.archive_refused")]
    [InlineData("has too many files", "runner.archive_refused")]
    [InlineData("leads out of the archive", "runner.archive_refused")]
    [InlineData("holds a link", "runner.archive_refused")]
    [InlineData("is no archive", "runner.archive_refused")]
    [InlineData("is no runner", "runner.not_a_runner")]
    [InlineData("doesn't exist", "runner.commit_unknown")]
    [InlineData("wants an unknown Node.js", "build.no_base_image")]
    public async Task Of_a_runner_end_the_build_and_nothing_else(string what, string codes)
    {
        var study = await Scene.StudyAsync(Scene.Good);
        Assert.Equal("succeeded", (await Scene.BuildAsync(study)).GetProperty("state").GetString());
        var before = await Scene.PageAsync(study);

        var commit = CommitThat(what);
        if (what == "doesn't exist")
            await SaveUnseenAsync(study, commit);
        else
            await Scene.UseAsync(study, commit);
        var failed = await Scene.BuildAsync(study);
        var log = await Scene.LogAsync(failed.GetProperty("id").GetGuid());
        Assert.True(failed.GetProperty("state").GetString() == "failed", log);
        Assert.Contains(failed.GetProperty("failureCode").GetString(), codes.Split(','));
        Assert.True(failed.GetProperty("failureMessage").GetString()!.Length > 10);
        Assert.Equal(1, failed.GetProperty("attempt").GetInt32()); // what can't pass isn't tried again
        Assert.Equal("", await Scene.ContainersLeftAsync());
        Assert.Equal(Plain(before), Plain(await Scene.PageAsync(study)));
        Assert.False(
            (await Scene.Researcher.GetJsonAsync($"/api/v3/studies/{study}")).GetProperty("isBuilt").GetBoolean()
        );

        await Scene.UseAsync(study, Scene.Good);
        Assert.Equal("succeeded", (await Scene.BuildAsync(study)).GetProperty("state").GetString());
    }

    /// <summary>What isn't there can't be saved, unless nobody can look: then it is saved with a warning, and the build finds out.</summary>
    async Task SaveUnseenAsync(Guid study, string commit)
    {
        Task<HttpResponseMessage> SaveAsync() =>
            Scene.Researcher.SendAsync(
                HttpMethod.Patch,
                $"/api/v3/studies/{study}",
                System.Net.Http.Json.JsonContent.Create(new { runnerCommit = commit }),
                ("If-Match", "*")
            );
        var refused = System
            .Text.Json.JsonDocument.Parse(await (await SaveAsync()).Content.ReadAsStringAsync())
            .RootElement.GetProperty("errors")[0];
        Assert.Equal(
            ("/runnerCommit", "runner.commit_unknown"),
            (refused.GetProperty("pointer").GetString(), refused.GetProperty("code").GetString())
        );
        Scene.Code.Status = 503;
        var saved = await ApiClient.ReadAsync(await SaveAsync());
        Scene.Code.Status = 200;
        Assert.Equal("runner.host_unavailable", saved.GetProperty("warnings")[0].GetProperty("code").GetString());
        Assert.Equal(commit, saved.GetProperty("runnerCommit").GetString());
    }

    /// <summary>Without what differs at each loading.</summary>
    static string? Plain(string? page) =>
        page is null ? null : System.Text.RegularExpressions.Regex.Replace(page, "nonce=\"[^\"]+\"", "");

    string CommitThat(string what) =>
        what switch
        {
            "hangs" => Scene.CommitThat("await new Promise(done => setTimeout(done, 600_000));"),
            "forks" => Scene.CommitThat(
                "import { spawn } from 'node:child_process'; for (let i = 0; i < 200; i++) spawn('sleep', ['30']).on('error', e => { console.log('no more:', e.code); process.exit(7); });\nawait new Promise(done => setTimeout(done, 20_000));"
            ),
            "fills its disk" => Scene.CommitThat(
                "import { appendFileSync } from 'node:fs'; for (;;) appendFileSync('big', 'x'.repeat(1_000_000));"
            ),
            "prints without end" => Scene.CommitThat(
                "for (;;) { if (!process.stdout.write('line after line after line\\n')) await new Promise(done => process.stdout.once('drain', done)); }"
            ),
            "takes all memory" => Scene.CommitThat("const all = []; for (;;) all.push(Buffer.alloc(50_000_000, 1));"),
            "fails" => Scene.CommitThat("console.error('no luck'); process.exit(3);"),
            "makes nothing" => Scene.CommitThat("process.exit(0);"),
            "makes no page" => Scene.CommitThat(
                "mkdirSync('dist'); writeFileSync('dist/app.js', ''); process.exit(0);"
            ),
            "makes a page of missing files" => Scene.CommitThat(
                "mkdirSync('dist'); writeFileSync('dist/index.html', `<script src=\"${process.env.PREPEND_FINGERPRINT}lost.js\"></script>`); process.exit(0);"
            ),
            "makes a link" => Scene.CommitThat(
                "import { symlinkSync } from 'node:fs'; mkdirSync('dist'); symlinkSync('/etc/passwd', 'dist/index.html'); process.exit(0);"
            ),
            "fills the disk with dependencies" => WithInstall(
                "node",
                "-e",
                "for (;;) require('fs').appendFileSync('big', 'x'.repeat(1e6))"
            ),
            "has no such dependency" => WithInstall(
                "npm",
                "install",
                "no-such-package-of-chs-tests@1.2.3",
                "--fetch-retries=0"
            ),
            "is a bomb" => Add(Bomb()),
            "has too many files" => Add(
                CodeHostStandIn.Zip([.. Enumerable.Range(0, 2100).Select(i => ($"r/{i}", ""))])
            ),
            "leads out of the archive" => Add(
                CodeHostStandIn.Zip(("r/package.json", "{}"), ("r/../../../etc/cron.d/x", "x"))
            ),
            "holds a link" => Add(WithLink()),
            "is no archive" => Add("<html>not found</html>"u8.ToArray()),
            "is no runner" => Scene.Code.Commit(("README.md", "hello")),
            "wants an unknown Node.js" => Scene.Code.Commit(("chs-runner.json", """{"node":"9","build":["true"]}""")),
            _ => new string('e', 40),
        };

    string WithInstall(params string[] command) =>
        Scene.Code.Commit(
            (
                "chs-runner.json",
                $$"""{"node":"20","install":{{System.Text.Json.JsonSerializer.Serialize(command)}},"build":["node","build.mjs"]}"""
            ),
            ("build.mjs", BuildScene.Script(""))
        );

    string Add(byte[] archive)
    {
        var commit = Scene.Code.Commit();
        Scene.Code.Archives[commit] = archive;
        return commit;
    }

    /// <summary>A small archive of much: 40 MB of nothing, which says of itself that it is small.</summary>
    static byte[] Bomb()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("r/package.json", CompressionLevel.Optimal).Open();
            for (var i = 0; i < 40; i++)
                entry.Write(new byte[1_000_000]);
        }

        return stream.ToArray();
    }

    static byte[] WithLink()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            var link = zip.CreateEntry("r/package.json");
            link.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var entry = link.Open();
            entry.Write("/etc/passwd"u8);
        }

        return stream.ToArray();
    }

    [EngineFact("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    public async Task Of_the_store_pass()
    {
        var study = await Scene.StudyAsync(Scene.Good);
        Assert.Equal("succeeded", (await Scene.BuildAsync(study)).GetProperty("state").GetString());
        await Scene.UseAsync(
            study,
            Scene.CommitThat(
                "mkdirSync('dist'); for (let i = 0; i < 40; i++) writeFileSync(`dist/file${i}.txt`, `${Math.random()}`);"
            )
        );
        Scene.Store.RefuseAfter = Scene.Store.Uploads + 10;
        var build = await Scene.RequestAsync(study);
        for (
            var i = 0;
            i < 200
                && !(await Scene.ReadAsync(build))
                    .GetProperty("failureMessage")
                    .ToString()
                    .Contains("S3 store", StringComparison.Ordinal);
            i++
        )
            await Task.Delay(100);
        Assert.Contains("S3 store refuses", (await Scene.ReadAsync(build)).GetProperty("failureMessage").GetString());
        Assert.NotNull(await Scene.PageAsync(study));
        Scene.Store.RefuseAfter = null;
        var ended = await Scene.WaitAsync(build);
        Assert.Equal("succeeded", ended.GetProperty("state").GetString());
        Assert.InRange(ended.GetProperty("attempt").GetInt32(), 2, 6);
        Assert.Equal("", await Scene.ContainersLeftAsync());
    }

    [EngineFact("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    public async Task Of_the_code_host_pass()
    {
        var study = await Scene.StudyAsync(Scene.CommitThat("// another one"));
        Scene.Code.Status = 503;
        var build = await Scene.RequestAsync(study);
        for (
            var i = 0;
            i < 200
                && (await Scene.ReadAsync(build)).GetProperty("failureMessage").ValueKind
                    is System.Text.Json.JsonValueKind.Null;
            i++
        )
            await Task.Delay(100);
        Assert.Contains("doesn't answer", (await Scene.ReadAsync(build)).GetProperty("failureMessage").GetString());
        Scene.Code.Status = 200;
        Assert.Equal("succeeded", (await Scene.WaitAsync(build)).GetProperty("state").GetString());
    }

    [EngineFact("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    public async Task Of_delivery_do_nothing_twice()
    {
        var study = await Scene.StudyAsync(Scene.CommitThat("await new Promise(done => setTimeout(done, 1500));"));
        var build = await Scene.RequestAsync(study);
        // The same order again and again, while it waits, runs, and is done.
        for (var i = 0; i < 6; i++, await Task.Delay(150))
            await Scene.PublishAsync(build);
        var ended = await Scene.WaitAsync(build);
        await Scene.PublishAsync(build);
        Assert.Equal(
            ("succeeded", 1),
            (ended.GetProperty("state").GetString(), ended.GetProperty("attempt").GetInt32())
        );

        await Task.Delay(1500);
        Assert.Equal(1, (await Scene.ReadAsync(build)).GetProperty("attempt").GetInt32());
        Assert.Single(
            (await Scene.LogAsync(build)).Split('\n'),
            line => line.Contains("$ node build.mjs", StringComparison.Ordinal)
        );
    }
}

/// <summary>Workers that die or stop.</summary>
public class Workers_
{
    [EngineTheory("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    [
        InlineData("source"),
        InlineData("dependencies"),
        InlineData("build"),
        InlineData("check"),
        InlineData("upload"),
        InlineData("publish")
    ]
    public async Task That_are_killed_leave_nothing_that_another_can_t_finish(string stage)
    {
        await using var scene = await BuildScene.StartAsync();
        var study = await scene.StudyAsync(scene.Good);
        var worker = await scene.WorkerAsync();
        Assert.Equal("succeeded", (await scene.BuildAsync(study)).GetProperty("state").GetString());

        // Each stage takes a while, so that it can be met.
        await scene.UseAsync(
            study,
            scene.Code.Commit(
                ("chs-runner.json", """{"node":"20","install":["sleep","2"],"build":["node","build.mjs"]}"""),
                (
                    "build.mjs",
                    BuildScene.Script(
                        "mkdirSync('dist'); for (let i = 0; i < 200; i++) writeFileSync(`dist/f${i}.txt`, `${i} ${Math.random()}`); await new Promise(done => setTimeout(done, 2000));"
                    )
                        + (
                            stage == "check"
                                ? "\nimport { appendFileSync } from 'node:fs'; appendFileSync('dist/index.html', '<!-- much to look through -->'.repeat(1_000_000));"
                                : ""
                        )
                )
            )
        );
        scene.Code.Delay = stage == "source" ? TimeSpan.FromSeconds(3) : TimeSpan.Zero;
        scene.Store.Slow =
            stage is "upload" or "check" ? ("/files/", TimeSpan.FromMilliseconds(200))
            : stage == "publish" ? ("/records/", TimeSpan.FromSeconds(3))
            : null;
        var build = await scene.RequestAsync(study);
        var met = await scene.WaitAsync(build, stage);
        Assert.Equal("running", met.GetProperty("state").GetString());
        await worker.KillAsync();
        Assert.NotNull(await scene.PageAsync(study));
        scene.Code.Delay = TimeSpan.Zero;
        scene.Store.Slow = null;

        await scene.WorkerAsync();
        var ended = await scene.WaitAsync(build);
        Assert.True(ended.GetProperty("state").GetString() == "succeeded", await scene.LogAsync(build));
        Assert.Equal(2, ended.GetProperty("attempt").GetInt32());
        Assert.Equal("", await scene.ContainersLeftAsync(4 * BuildScene.Lease));
        // The log has no gap and no line of the dead one behind the new one's first.
        var events = (await scene.Researcher.GetJsonAsync($"/api/v3/builds/{build}/log?limit=5000"))
            .GetProperty("events")
            .EnumerateArray()
            .Select(e => e.GetProperty("number").GetInt32())
            .ToList();
        Assert.Equal(Enumerable.Range(0, events.Count), events);
    }

    [EngineFact("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    public async Task That_are_paused_for_too_long_change_nothing_any_more()
    {
        await using var scene = await BuildScene.StartAsync();
        var study = await scene.StudyAsync(scene.CommitThat("await new Promise(done => setTimeout(done, 1500));"));
        var sleeper = await scene.WorkerAsync();
        var build = await scene.RequestAsync(study);
        await scene.WaitAsync(build, "build");
        await sleeper.SignalAsync("STOP");
        await scene.WorkerAsync();
        // The broker gives the order to the other when the sleeper's connection is gone; here the same order comes at once.
        await scene.PublishAsync(build);
        var ended = await scene.WaitAsync(build);
        Assert.Equal(
            ("succeeded", 2),
            (ended.GetProperty("state").GetString(), ended.GetProperty("attempt").GetInt32())
        );
        var (log, version) = (await scene.LogAsync(build), ended.GetProperty("version").GetInt32());
        await sleeper.SignalAsync("CONT");
        await Task.Delay(5000);
        Assert.Equal(log, await scene.LogAsync(build));
        Assert.Equal(version, (await scene.ReadAsync(build)).GetProperty("version").GetInt32());
        Assert.Equal("", await scene.ContainersLeftAsync(4 * BuildScene.Lease));
    }

    [EngineFact("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    public async Task That_are_asked_to_stop_hand_their_builds_back()
    {
        await using var scene = await BuildScene.StartAsync();
        var study = await scene.StudyAsync(scene.CommitThat("await new Promise(done => setTimeout(done, 3000));"));
        var first = await scene.WorkerAsync();
        var build = await scene.RequestAsync(study);
        await scene.WaitAsync(build, "build");
        Assert.Equal(0, await first.StopAsync());
        Assert.Equal("queued", (await scene.ReadAsync(build)).GetProperty("state").GetString());
        Assert.Equal("", await scene.ContainersLeftAsync(2));
        await scene.WorkerAsync();
        Assert.Equal("succeeded", (await scene.WaitAsync(build)).GetProperty("state").GetString());
    }

    [EngineFact("CHS_TEST_RABBIT", "CHS_TEST_S3", "CHS_TEST_POSTGRES")]
    public async Task Find_a_broker_again_that_was_killed_with_orders_in_it()
    {
        await using var broker = await RabbitBroker.StartAsync();
        await using var scene = await BuildScene.StartAsync(broker.Address);
        var worker = await scene.WorkerAsync();
        Assert.Equal(
            "succeeded",
            (await scene.BuildAsync(await scene.StudyAsync(scene.Good))).GetProperty("state").GetString()
        );
        await Task.Delay(TimeSpan.FromSeconds(8)); // a queue that is killed in its first seconds can come back without a leader

        var running = await scene.RequestAsync(
            await scene.StudyAsync(scene.CommitThat("await new Promise(done => setTimeout(done, 6000));"))
        );
        await scene.WaitAsync(running, "build");
        await worker.SignalAsync("STOP"); // so that the others stay in the queue
        List<Guid> queued =
        [
            await scene.RequestAsync(await scene.StudyAsync(scene.CommitThat("// 1"))),
            await scene.RequestAsync(await scene.StudyAsync(scene.CommitThat("// 2"))),
        ];
        for (var i = 0; i < 100 && (await scene.ReadAsync(queued[1])).GetProperty("state").GetString() != "queued"; i++)
            await Task.Delay(100);
        await broker.KillAsync();
        await worker.SignalAsync("CONT");
        queued.Add(await scene.RequestAsync(await scene.StudyAsync(scene.CommitThat("// 3")))); // waits in the outbox
        await Task.Delay(1500);
        Assert.Equal("requested", (await scene.ReadAsync(queued[2])).GetProperty("state").GetString());
        await broker.StartAgainAsync();
        foreach (var build in queued.Append(running))
        {
            var ended = await scene.WaitAsync(build, seconds: 90);
            Assert.True(ended.GetProperty("state").GetString() == "succeeded", await scene.LogAsync(build));
        }

        Assert.Equal("", await scene.ContainersLeftAsync(4 * BuildScene.Lease));
    }
}
