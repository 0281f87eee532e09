using System.Text.Json;
using Chs.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>
/// From a runner's source (folder <c>runner</c>) to a family's session, with the embedded default:
/// one program, SQLite, the disk, and a container engine.
/// </summary>
public class FrameplayerTests
{
    [EngineFact]
    public async Task A_runner_is_built_and_served_and_saves_a_session()
    {
        // Where there is no Chromium the other tests of this project say so.
        if (!File.Exists(BrowserFactAttribute.Chromium))
            return;
        await using var code = await CodeHostStandIn.StartAsync();
        code.Head = code.Commit([.. RunnerFiles()]);
        var data = Directory.CreateTempSubdirectory("chs-player-").FullName;
        var site = $"t{Guid.NewGuid():N}"[..16];
        await using var server = await StartServerAsync(data, site, code);
        using var researcher = ApiClient.To(server.Address);
        await researcher.LogInAsync("researcher@demo.chs");
        var study = await CreateStudyAsync(researcher);
        await BuildAsync(researcher, study);
        await ActivateAsync(server, researcher, study);

        using var parent = ApiClient.To(server.Address);
        await parent.LogInAsync("parent@demo.chs");
        var result = await PlayAsync(server, parent, study);
        var words = result.Split(' ');
        Assert.True(words[0] == "saved", result);
        Assert.Equal(("chs", "404,404,404"), (words[2], words[3]));
        await IsStoredAsync(parent, study, words[1]);
        await RemoveImagesAsync(site);
        await server.KillAsync();
        Directory.Delete(data, recursive: true);
    }

    static IEnumerable<(string Name, string Content)> RunnerFiles() =>
        Directory
            .GetFiles(Repository.File("tests/Chs.Browser.Tests/runner"))
            .Select(path => (Path.GetFileName(path), File.ReadAllText(path)));

    static Task<ServerProcess> StartServerAsync(string data, string site, CodeHostStandIn code) =>
        ServerProcess.StartAsync(
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

    static async Task<Guid> CreateStudyAsync(ApiClient researcher)
    {
        const string generator =
            "function generateProtocol(child, pastSessions) { return { frames: {}, sequence: ['0-hello'] }; }";
        var labs = await researcher.GetJsonAsync("/api/v3/labs");
        var study = await researcher.PostJsonAsync(
            "/api/v3/studies",
            new
            {
                labId = labs.GetProperty("items")[0].GetProperty("id").GetGuid(),
                type = "frameplayer",
                study = new
                {
                    name = "Frames",
                    usesGenerator = true,
                    generator,
                },
            }
        );
        return study.GetProperty("id").GetGuid();
    }

    static async Task BuildAsync(ApiClient researcher, Guid study)
    {
        var requested = await researcher.PostJsonAsync($"/api/v3/studies/{study}/builds", new { });
        var address = $"/api/v3/builds/{requested.GetProperty("id").GetGuid()}";
        var build = await researcher.GetJsonAsync(address);
        while (build.GetProperty("endedAt").ValueKind is JsonValueKind.Null)
        {
            await Task.Delay(200);
            build = await researcher.GetJsonAsync(address);
        }

        var log = await researcher.GetJsonAsync($"{address}/log");
        Assert.True(build.GetProperty("state").GetString() == "succeeded", $"{build}\n{log}");
    }

    static async Task ActivateAsync(ServerProcess server, ApiClient researcher, Guid study)
    {
        using var reviewer = ApiClient.To(server.Address);
        await reviewer.LogInAsync("reviewer@demo.chs");
        var steps = $"/api/v3/studies/{study}/steps";
        await researcher.PostJsonAsync(steps, new { step = "submit" });
        await reviewer.PostJsonAsync(steps, new { step = "approve" });
        await researcher.PostJsonAsync(steps, new { step = "activate" });
    }

    /// <summary>Opens the study in a browser with the parent's session.</summary>
    /// <returns>What the player writes into its page.</returns>
    static async Task<string> PlayAsync(ServerProcess server, ApiClient parent, Guid study)
    {
        var children = await parent.GetJsonAsync("/api/v3/children");
        var child = children.GetProperty("items")[0].GetProperty("id").GetGuid();
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
                Name = BrowserHost.PlainLogIn,
                Value = parent.Cookie(BrowserHost.PlainLogIn)!,
                Url = server.Address.AbsoluteUri,
            },
        ]);
        var page = await context.NewPageAsync();
        // The list of studies links to this address, whatever the type of the study.
        await page.GotoAsync(new Uri(server.Address, $"/studies/j/{study}/{child}/").AbsoluteUri);
        await page.WaitForFunctionAsync("document.getElementById('result').textContent.length > 0");
        return (await page.TextContentAsync("#result"))!;
    }

    static async Task IsStoredAsync(ApiClient parent, Guid study, string response)
    {
        var list = await parent.GetJsonAsync($"/api/v1/responses/?study={study}");
        Assert.Equal(1, list.GetProperty("links").GetProperty("meta").GetProperty("count").GetInt32());
        var stored = await parent.GetJsonAsync($"/api/v1/responses/{response}/");
        var attributes = stored.GetProperty("data").GetProperty("attributes");
        Assert.True(attributes.GetProperty("completed").GetBoolean());
        Assert.True(attributes.GetProperty("exp_data").GetProperty("0-hello").GetProperty("seen").GetBoolean());
    }

    static async Task RemoveImagesAsync(string site)
    {
        var images = await BuildScene.DockerAsync("images", "-q", "--filter", $"label=chs.site={site}");
        foreach (var image in images.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct())
            await BuildScene.DockerAsync("rmi", "-f", image);
    }
}
