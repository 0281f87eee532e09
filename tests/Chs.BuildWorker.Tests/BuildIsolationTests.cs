using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>What the code of a runner can reach while it is built.</summary>
[Collection("builds")]
public class BuildIsolationTests(WorkingScene working)
{
    static readonly string[] EnvironmentOfBuilds =
    [
        "CI",
        "HOME",
        "HOSTNAME",
        "PATH",
        "PREPEND_FINGERPRINT",
        "TMPDIR",
        "YARN_CACHE_FOLDER",
        "npm_config_cache",
        "npm_config_nodedir",
    ];

    BuildScene Scene => working.Scene;

    async Task<string> LogOfBuildAsync(string commit)
    {
        var build = await Scene.BuildAsync(await Scene.StudyAsync(commit));
        return await Scene.LogAsync(build.GetProperty("id").GetGuid());
    }

    [BuildFact]
    public async Task A_build_can_do_nothing_but_build()
    {
        const string probe = """
            import { readFileSync, writeFileSync as write, existsSync, readdirSync } from "node:fs";
            import net from "node:net";
            const status = readFileSync("/proc/self/status", "utf8");
            const capabilities = /CapEff:\s*(\S+)/.exec(status)[1];
            const noNewPrivileges = /NoNewPrivs:\s*(\d)/.exec(status)[1];
            console.log("uid", process.getuid(), "caps", capabilities, "privileges", noNewPrivileges);
            const tryToWrite = (name, path) => {
              try { write(path, "x"); console.log(name, "writable"); } catch (e) { console.log(name, e.code); }
            };
            tryToWrite("root", "/etc/chs");
            tryToWrite("runner", "/runner/chs");
            const [engine, gate] = [existsSync("/var/run/docker.sock"), existsSync("/chs/gate.sock")];
            console.log("engine", engine, "gate", gate, "links", readdirSync("/sys/class/net").join());
            console.log("environment", JSON.stringify(Object.keys(process.env).sort()));
            await new Promise(done => net.connect(80, "198.51.100.1")
              .on("error", e => done(console.log("network", e.code)))
              .on("connect", () => done(console.log("network reached"))));
            """;
        var log = await LogOfBuildAsync(Scene.CommitThat(probe));
        Assert.Contains("uid 1000 caps 0000000000000000 privileges 1", log);
        Assert.Contains("root EROFS", log);
        Assert.Contains("runner EROFS", log);
        Assert.Contains("engine false gate false links lo", log);
        Assert.Contains("network ENETUNREACH", log);
        var environment = Regex.Match(log, "environment (\\[.*?\\])").Groups[1].Value;
        // Some images set PWD.
        Assert.Equal(EnvironmentOfBuilds, JsonSerializer.Deserialize<string[]>(environment)!.Except(["PWD"]));
    }

    [BuildFact]
    public async Task Dependencies_are_fetched_from_registries_and_no_other_host()
    {
        const string probe = """
            import net from "node:net";
            const ask = target => new Promise(done => {
              const proxy = net.connect(3128, "127.0.0.1", () => proxy.write(`CONNECT ${target} HTTP/1.1\r\n\r\n`));
              proxy.on("data", answer => { done(String(answer).split("\r\n")[0]); proxy.destroy(); });
              proxy.on("error", e => done(e.code));
            });
            const targets = [
              "registry.npmjs.org:443", "registry.npmjs.org:80", "example.org:443", "127.0.0.1:22", "169.254.169.254:80",
            ];
            for (const target of targets) console.log(target, await ask(target));
            await new Promise(done => net.connect(443, "198.51.100.1")
              .on("error", e => done(console.log("direct", e.code))));
            """;
        var commit = Scene.Code.Commit(
            ("chs-runner.json", """{"node":"20","install":["node","probe.mjs"],"build":["node","build.mjs"]}"""),
            ("probe.mjs", probe),
            ("build.mjs", BuildScene.Script(""))
        );
        var log = await LogOfBuildAsync(commit);
        Assert.Contains("registry.npmjs.org:443 HTTP/1.1 200", log);
        string[] refused = ["registry.npmjs.org:80", "example.org:443", "127.0.0.1:22", "169.254.169.254:80"];
        Assert.All(refused, target => Assert.Contains($"{target} HTTP/1.1 403", log));
        Assert.Contains("direct ENETUNREACH", log);
        Assert.Contains("note: example.org was asked for and may not be reached", log);
        Assert.Contains("The operator can allow it: Chs__Builds__MoreHosts__0=example.org", log);
        Assert.Contains("note: registry.npmjs.org:80 was asked for", log);
        Assert.DoesNotContain("note: registry.npmjs.org was", log);
    }

    [BuildFact]
    public async Task No_log_image_or_file_of_a_build_holds_a_secret()
    {
        const string probe = """
            import { execSync } from "node:child_process";
            console.log(execSync("env; cat /proc/*/environ 2>/dev/null; mount").toString());
            """;
        var study = await Scene.StudyAsync(Scene.CommitThat(probe));
        var build = await Scene.BuildAsync(study);
        Assert.Equal("succeeded", build.GetProperty("state").GetString());
        List<(string Place, string Text)> texts =
        [
            ("log", await Scene.LogAsync(build.GetProperty("id").GetGuid())),
            ("page", (await Scene.PageAsync(study))!),
            ("programs", Scene.Output),
            .. await FilesAsync(study, build.GetProperty("id").GetGuid()),
            .. await ImagesAsync(),
        ];
        Assert.Contains(texts, text => text.Place == "image");
        string[] secrets = [.. BuildScene.Secrets, Servers.S3Secret, Servers.S3Access, Servers.Rabbit!];
        foreach (var secret in secrets)
        foreach (var (place, text) in texts)
            Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{place} holds {secret[..6]}…");
    }

    async Task<List<(string Place, string Text)>> FilesAsync(Guid study, Guid build)
    {
        List<(string Place, string Text)> texts = [];
        var files = await Scene.Researcher.GetJsonAsync($"/api/v3/builds/{build}/files");
        using var play = await Scene.PreviewAsync(study);
        foreach (var file in files.GetProperty("items").EnumerateArray())
        {
            var path = file.GetProperty("path").GetString()!;
            using var answer = await play.GetAsync($"/studies/{study}/{path}");
            texts.Add((path, await answer.Content.ReadAsStringAsync()));
        }

        return texts;
    }

    async Task<List<(string Place, string Text)>> ImagesAsync()
    {
        List<(string Place, string Text)> texts = [];
        var ids = await BuildScene.DockerAsync("images", "-q", "--filter", Scene.SiteFilter);
        foreach (var image in ids.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct())
        {
            texts.Add(("image", await BuildScene.DockerAsync("history", "--no-trunc", image)));
            texts.Add(("image", await BuildScene.DockerAsync("inspect", image)));
        }

        return texts;
    }
}
