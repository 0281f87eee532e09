using System.Net;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>Builds in real containers, with jobs from a real broker and files in a real store.</summary>
[Collection("builds")]
public class BuildTests(WorkingScene working)
{
    BuildScene Scene => working.Scene;

    [BuildFact]
    public async Task A_build_says_what_it_was_made_of()
    {
        var (_, build) = await working.BuiltStudyAsync();
        Assert.Equal("succeeded", build.GetProperty("state").GetString());
        Assert.Equal(Scene.Good, build.GetProperty("commit").GetString());
        Assert.True(build.GetProperty("isCurrent").GetBoolean());
        Assert.Equal(1, build.GetProperty("attempt").GetInt32());
    }

    [BuildFact]
    public async Task A_study_uses_its_build()
    {
        var study = await Scene.StudyAsync();
        Assert.Null(await Scene.PageAsync(study));
        await Scene.SucceedAsync(study);
        Assert.NotNull(await Scene.PageAsync(study));
        var read = await Scene.Researcher.GetJsonAsync($"/api/v3/studies/{study}");
        Assert.True(read.GetProperty("isBuilt").GetBoolean());
        Assert.Equal(Scene.Good, read.GetProperty("runnerCommit").GetString());
        Assert.Equal("created", read.GetProperty("state").GetString());
        Assert.Equal("", await Scene.ContainersLeftAsync());
    }

    [BuildFact]
    public async Task A_build_leaves_records_of_what_it_made_from_what()
    {
        var (study, build) = await working.BuiltStudyAsync();
        var address = $"/api/v3/builds/{build.GetProperty("id").GetGuid()}";
        var provenance = await Scene.Researcher.GetJsonAsync($"{address}/provenance");
        Assert.Equal("https://slsa.dev/provenance/v1", provenance.GetProperty("predicateType").GetString());
        var subjects = provenance.GetProperty("subject");
        Assert.Equal(3, subjects.GetArrayLength());
        using var play = await Scene.PreviewAsync(study);
        using var script = await play.GetAsync($"/studies/{study}/assets/app-0123456789abcdef.js");
        Assert.Equal(
            script.Headers.ETag!.Tag.Trim('"'),
            subjects[0].GetProperty("digest").GetProperty("sha256").GetString()
        );
        var components = await Scene.Researcher.GetJsonAsync($"{address}/components");
        Assert.Equal("CycloneDX", components.GetProperty("bomFormat").GetString());
        var files = await Scene.Researcher.GetJsonAsync($"{address}/files");
        Assert.Equal(3, files.GetProperty("items").GetArrayLength());
    }

    /// <summary>The real frameplayer's page names two dozen icons at the root of its host, whatever prefix its build got.</summary>
    [BuildFact]
    public async Task A_page_finds_its_icons_at_the_root_and_may_lack_some()
    {
        const string icons = """
            import { readFileSync } from "node:fs";
            process.on("exit", () => {
              const page = readFileSync("dist/index.html", "utf8");
              const links = `<link rel="icon" href="/icon-16x16.png"><link rel="manifest" href="/lost.json"><title>`;
              writeFileSync("dist/index.html", page.replace("<title>", links));
              writeFileSync("dist/icon-16x16.png", "a picture");
            });
            """;
        var study = await Scene.StudyAsync(Scene.CommitThat(icons));
        var log = await LogOfBuildAsync(study);
        Assert.Contains("note: index.html names '/lost.json'", log);
        Assert.DoesNotContain("names '/icon", log);
        using var play = await Scene.PreviewAsync(study);
        using var icon = await play.GetAsync("/icon-16x16.png");
        Assert.Equal(HttpStatusCode.OK, icon.StatusCode);
        Assert.Equal("a picture", await icon.Content.ReadAsStringAsync());
        Assert.Equal("image/png", icon.Content.Headers.ContentType!.MediaType);
        string[] others = ["/lost.json", "/index.html", "/app.js", "/assets/plain.css"];
        foreach (var path in others)
            Assert.Equal(HttpStatusCode.NotFound, (await play.GetAsync(path)).StatusCode);
        // Who plays another study, or none, finds nothing.
        Assert.Equal(HttpStatusCode.NotFound, (await Scene.Researcher.GetAsync("/icon-16x16.png")).StatusCode);
    }

    [BuildFact]
    public async Task A_build_lists_its_dependencies()
    {
        var built = await Scene.BuildAsync(await Scene.StudyAsync(CommitWithDependency()));
        var id = built.GetProperty("id").GetGuid();
        var log = await Scene.LogAsync(id);
        Assert.True(built.GetProperty("state").GetString() == "succeeded", log);
        Assert.Contains("added 1 package", log);
        Assert.Contains("number true", log);
        var document = await Scene.Researcher.GetJsonAsync($"/api/v3/builds/{id}/components");
        var component = document.GetProperty("components")[0];
        Assert.Equal("pkg:npm/is-number@7.0.0", component.GetProperty("purl").GetString());
        Assert.Equal("SHA-512", component.GetProperty("hashes")[0].GetProperty("alg").GetString());
    }

    [BuildFact]
    public async Task Dependencies_are_fetched_once_for_each_commit()
    {
        var commit = CommitWithDependency();
        await Scene.SucceedAsync(await Scene.StudyAsync(commit));
        var second = await Scene.StudyAsync(commit);
        var log = await LogOfBuildAsync(second);
        Assert.Contains("Dependencies are here from an earlier build", log);
        Assert.DoesNotContain("added 1 package", log);
        // The same study once more: nothing is run at all.
        log = await LogOfBuildAsync(second);
        Assert.Contains("Nothing changed since an earlier build", log);
        Assert.DoesNotContain("number true", log);
        Assert.NotNull(await Scene.PageAsync(second));
    }

    /// <summary>What the frameplayer's conventions say, and what other runners can say of themselves.</summary>
    [BuildFact]
    public async Task A_commit_that_is_built_once_serves_each_study_at_its_own_address()
    {
        var commit = Scene.Code.Commit(
            ("chs-runner.json", """{"node":"20","build":["node","build.mjs"],"oncePerCommit":true}"""),
            ("build.mjs", BuildScene.Script($"console.log('built once {Guid.NewGuid()}');"))
        );
        var first = await Scene.StudyAsync(commit);
        var second = await Scene.StudyAsync(commit);
        Assert.Contains("output: built once", await LogOfBuildAsync(first));
        var log = await LogOfBuildAsync(second);
        Assert.DoesNotContain("output: built once", log);
        Assert.Contains("note: This commit was built before", log);
        // Whoever reads the log may not know the other study.
        Assert.DoesNotContain($"{first}", log);

        var page = (await Scene.PageAsync(second))!;
        Assert.Contains($"/studies/{second}/assets/app-0123456789abcdef.js", page);
        Assert.DoesNotContain($"{first}", page);
        using var play = await Scene.PreviewAsync(second);
        using var script = await play.GetAsync($"/studies/{second}/assets/app-0123456789abcdef.js");
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        Assert.Contains($"/studies/{first}/assets/app-0123456789abcdef.js", await Scene.PageAsync(first));
        // The next build of the second study takes its own files.
        Assert.Contains("note: Nothing changed", await LogOfBuildAsync(second));
    }

    /// <summary>A runner that knows a study by its id may do anything with it.</summary>
    [BuildFact]
    public async Task A_commit_that_names_a_study_is_built_for_it()
    {
        var first = await Scene.StudyAsync();
        var commit = Scene.Code.Commit(
            ("chs-runner.json", """{"node":"20","build":["node","build.mjs"],"oncePerCommit":true}"""),
            ("build.mjs", BuildScene.Script($"console.log('built, and special for', '{first}');"))
        );
        await Scene.UseAsync(first, commit);
        Assert.Contains("output: built, and special", await LogOfBuildAsync(first));
        Assert.Contains("output: built, and special", await LogOfBuildAsync(await Scene.StudyAsync(commit)));
    }

    async Task<string> LogOfBuildAsync(Guid study)
    {
        var build = await Scene.BuildAsync(study);
        return await Scene.LogAsync(build.GetProperty("id").GetGuid());
    }

    string CommitWithDependency()
    {
        const string integrity =
            "sha512-41Cifkg6e8TylSpdtTpeLVMqvSBEVzTttHvERD741+pnZ8ANv0004MRL43QKPDlK9cGvNp6NZWZUBlbGXYxxng==";
        const string package = """{"name":"runner","version":"1.0.0","dependencies":{"is-number":"7.0.0"}}""";
        const string packageLock = $$"""
            {
              "name": "runner",
              "version": "1.0.0",
              "lockfileVersion": 3,
              "requires": true,
              "packages": {
                "": { "name": "runner", "version": "1.0.0", "dependencies": { "is-number": "7.0.0" } },
                "node_modules/is-number": { "version": "7.0.0", "integrity": "{{integrity}}" }
              }
            }
            """;
        return Scene.Code.Commit(
            ("chs-runner.json", """{"node":"20","install":["npm","ci"],"build":["node","build.mjs"]}"""),
            ("package.json", package),
            ("package-lock.json", packageLock),
            ("build.mjs", BuildScene.Script("import isNumber from 'is-number'; console.log('number', isNumber(5));"))
        );
    }

    /// <summary>Requests a build that takes a minute, and waits until it runs.</summary>
    async Task<(Guid Study, Guid Build)> StartLongBuildAsync()
    {
        var study = await Scene.StudyAsync(Scene.CommitThat("await new Promise(done => setTimeout(done, 60000));"));
        var build = await Scene.RequestAsync(study);
        await Scene.WaitAsync(build, "build");
        return (study, build);
    }

    async Task<JsonElement> CancelAsync(Guid build) =>
        await ApiClient.ReadAsync(await Scene.Researcher.PutAsync($"/api/v3/builds/{build}/cancellation"));

    [BuildFact]
    public async Task A_study_has_one_build_at_a_time()
    {
        var (study, build) = await StartLongBuildAsync();
        using var second = await Scene.Researcher.PostAsync($"/api/v3/studies/{study}/builds", new { });
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        await CancelAsync(build);
    }

    [BuildFact]
    public async Task A_parent_can_not_cancel_a_build()
    {
        var (_, build) = await StartLongBuildAsync();
        using var byParent = await Scene.Parent.PutAsync($"/api/v3/builds/{build}/cancellation");
        Assert.Equal(HttpStatusCode.NotFound, byParent.StatusCode);
        await CancelAsync(build);
    }

    [BuildFact]
    public async Task A_cancelled_build_ends_and_the_next_one_succeeds()
    {
        var (study, build) = await StartLongBuildAsync();
        var cancelled = await CancelAsync(build);
        Assert.Equal("cancelled", cancelled.GetProperty("state").GetString());
        Assert.Equal("", await Scene.ContainersLeftAsync());
        await Scene.UseAsync(study, Scene.Good);
        await Scene.SucceedAsync(study);
    }

    [BuildFact]
    public async Task Builds_are_kept_in_the_store_of_Google_too_and_browsers_are_sent_there()
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
        using var play = await scene.PreviewAsync(study);
        using var redirect = await play.GetAsync($"/studies/{study}/assets/plain.css");
        Assert.Equal(HttpStatusCode.Found, redirect.StatusCode);
        Assert.Equal(google.Address.Authority, redirect.Headers.Location!.Authority);
        using var http = new HttpClient();
        using var file = await http.GetAsync(redirect.Headers.Location);
        Assert.Equal("body { color: black }", await file.Content.ReadAsStringAsync());
        Assert.Equal("text/css; charset=utf-8", file.Content.Headers.ContentType!.ToString());
        Assert.Equal(0, scene.Store.Uploads);
    }
}
