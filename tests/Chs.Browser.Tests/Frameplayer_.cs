using System.Text.Json;
using Chs.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>From a runner's source to a family's session, with the embedded default: one program, SQLite, the disk, and a container engine.</summary>
public class Frameplayer_
{
    const string Player = """
        const [, , study, child] = location.pathname.split("/");
        const settings = JSON.parse(decodeURIComponent(document.querySelector('meta[name="ember-lookit-frameplayer/config/environment"]').content));
        const headers = { "Content-Type": "application/vnd.api+json", "X-Requested-With": "XMLHttpRequest", "X-CSRFTOKEN": document.cookie.match(/csrftoken=([^;]+)/)[1] };
        const ask = async (method, path, body) => { const answer = await fetch("/api/v1/" + path, { method, headers, body: body && JSON.stringify(body) }); if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`); return answer.json(); };
        (async () => {
          const protocol = (await ask("GET", `studies/${study}/`)).data.attributes;
          const sequence = new Function(protocol.generator + "; return generateProtocol({}, []).sequence")();
          const made = await ask("POST", "responses/", { data: { type: "responses", attributes: { completed: false, exp_data: {}, sequence: [], recording_method: "recordrtc", global_event_timings: [] }, relationships: { study: { data: { type: "studies", id: study } }, child: { data: { type: "children", id: child } } } } });
          await ask("PATCH", `responses/${made.data.id}/`, { data: { type: "responses", id: made.data.id, attributes: { sequence, exp_data: { [sequence[0]]: { frameType: "TEXT", seen: true } }, completed: true } } });
          const foreign = await fetch("/api/v3/me").then(() => "reached", () => "blocked");
          document.getElementById("said").textContent = `saved ${made.data.id} ${settings.awsRecording.bucket} ${foreign}`;
        })().catch(fault => { document.getElementById("said").textContent = String(fault); });
        """;

    [EngineFact]
    public async Task Is_built_served_and_saves_a_session()
    {
        if (!File.Exists(BrowserFactAttribute.Chromium))
            return; // where there is no Chromium the other tests of this project say so
        await using var code = await CodeHostStandIn.StartAsync();
        code.Head = code.Commit(
            (
                "chs-runner.json",
                """{"node":"20","install":["npm","ci"],"build":["npm","run","build"],"output":"out"}"""
            ),
            (
                "package.json",
                """{"name":"runner","version":"1.0.0","dependencies":{"is-number":"7.0.0"},"scripts":{"build":"node build.mjs"}}"""
            ),
            (
                "package-lock.json",
                """{"name":"runner","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{"":{"name":"runner","version":"1.0.0","dependencies":{"is-number":"7.0.0"}},"node_modules/is-number":{"version":"7.0.0","integrity":"sha512-41Cifkg6e8TylSpdtTpeLVMqvSBEVzTttHvERD741+pnZ8ANv0004MRL43QKPDlK9cGvNp6NZWZUBlbGXYxxng=="}}}"""
            ),
            ("player.js", Player),
            (
                "build.mjs",
                """
                import isNumber from "is-number";
                import { createHash } from "node:crypto";
                import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
                if (!isNumber(1)) throw new Error("no dependency");
                const [home, code] = [process.env.PREPEND_FINGERPRINT, readFileSync("player.js")];
                const name = `player-${createHash("md5").update(code).digest("hex")}.js`;
                mkdirSync("out/assets", { recursive: true });
                writeFileSync(`out/assets/${name}`, code);
                const settings = encodeURIComponent(JSON.stringify({ modulePrefix: "ember-lookit-frameplayer", awsRecording: {} }));
                writeFileSync("out/index.html", `<!DOCTYPE html><html><head><meta charset="utf-8"><title>Frames</title><meta name="ember-lookit-frameplayer/config/environment" content="${settings}" /></head><body><p id="said"></p><script src="${home}assets/${name}"></script></body></html>`);
                """
            )
        );
        var data = Directory.CreateTempSubdirectory("chs-player-").FullName;
        var site = $"t{Guid.NewGuid():N}"[..16];
        await using var server = await ServerProcess.StartAsync(
            data,
            null,
            null,
            [
                ("Chs__Builds__Engine", Servers.Engine!),
                ("Chs__Builds__Images__20", Servers.BaseImage),
                ("Chs__Builds__Site", site),
                ("Chs__Builds__CaBundle", "/etc/ssl/certs/ca-certificates.crt"),
                ("Chs__Builds__PrivateRegistries", "true"),
                .. code.Settings,
            ]
        );
        using var researcher = ApiClient.To(server.Address);
        await researcher.LogInAsync("researcher@demo.chs");
        var lab = (await researcher.GetJsonAsync("/api/v3/labs")).GetProperty("items")[0].GetProperty("id").GetGuid();
        var study = (
            await researcher.PostJsonAsync(
                "/api/v3/studies",
                new
                {
                    labId = lab,
                    type = "frameplayer",
                    study = new
                    {
                        name = "Frames",
                        useGenerator = true,
                        generator = "function generateProtocol(child, pastSessions) { return { frames: {}, sequence: ['0-hello'] }; }",
                    },
                }
            )
        ).GetProperty("id").GetGuid();
        var build = (await researcher.PostJsonAsync($"/api/v3/studies/{study}/builds", new { }))
            .GetProperty("id")
            .GetGuid();
        JsonElement ended;
        while (
            (ended = await researcher.GetJsonAsync($"/api/v3/builds/{build}")).GetProperty("endedAt").ValueKind
            is JsonValueKind.Null
        )
            await Task.Delay(200);
        Assert.True(
            ended.GetProperty("state").GetString() == "succeeded",
            $"{ended}\n{await researcher.GetJsonAsync($"/api/v3/builds/{build}/log")}"
        );

        using var reviewer = ApiClient.To(server.Address);
        await reviewer.LogInAsync("reviewer@demo.chs");
        foreach (
            var (who, step) in (IEnumerable<(ApiClient, string)>)
                [(researcher, "submit"), (reviewer, "approve"), (researcher, "activate")]
        )
            await who.PostJsonAsync($"/api/v3/studies/{study}/steps", new { step });

        using var parent = ApiClient.To(server.Address);
        await parent.LogInAsync("parent@demo.chs");
        var child = (await parent.GetJsonAsync("/api/v3/children")).GetProperty("items")[0].GetProperty("id").GetGuid();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = BrowserFactAttribute.Chromium,
                Args = BrowserHost.Arguments,
            }
        );
        var context = await browser.NewContextAsync();
        await context.AddCookiesAsync([
            new Cookie
            {
                Name = "sessionid",
                Value = parent.Cookie("sessionid")!,
                Url = server.Address.AbsoluteUri,
            },
        ]);
        var page = await context.NewPageAsync();
        // From the list of studies, which knows nothing of runners.
        await page.GotoAsync(new Uri(server.Address, $"/studies/j/{study}/{child}/").AbsoluteUri);
        await page.WaitForFunctionAsync("document.getElementById('said').textContent.length > 0");
        var said = (await page.TextContentAsync("#said"))!.Split(' ');
        Assert.True(said[0] == "saved", string.Join(' ', said));
        Assert.Equal(("chs", "blocked"), (said[2], said[3]));
        Assert.Equal(
            1,
            (await parent.GetJsonAsync($"/api/v1/responses/?study={study}"))
                .GetProperty("links")
                .GetProperty("meta")
                .GetProperty("count")
                .GetInt32()
        );
        var stored = (await parent.GetJsonAsync($"/api/v1/responses/{said[1]}/"))
            .GetProperty("data")
            .GetProperty("attributes");
        Assert.True(stored.GetProperty("completed").GetBoolean());
        Assert.True(stored.GetProperty("exp_data").GetProperty("0-hello").GetProperty("seen").GetBoolean());
        foreach (
            var id in (await BuildScene.DockerAsync("images", "-q", "--filter", $"label=chs.site={site}"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Distinct()
        )
            await BuildScene.DockerAsync("rmi", "-f", id);
        await server.KillAsync();
        Directory.Delete(data, recursive: true);
    }
}
