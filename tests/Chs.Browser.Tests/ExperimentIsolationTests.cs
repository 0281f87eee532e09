using Xunit;

namespace Chs.Browser.Tests;

/// <summary>What an experiment's script can reach in the browser of a family that is logged in.</summary>
public class ExperimentIsolationTests(BrowserHost host) : IClassFixture<BrowserHost>
{
    [BrowserFact]
    public async Task An_experiment_can_fetch_its_own_session_and_nothing_else()
    {
        await using var family = await host.FamilyAsync();
        await family.StartAsync();
        const string fetch = "path => fetch(path).then(() => 'reached', () => 'refused')";
        string[] others = ["/api/v3/me", "/api/v3/children", "/", "/api/v2/users/", "https://example.org/"];
        foreach (var path in others)
            Assert.Equal("refused", await family.Page.EvaluateAsync<string>(fetch, path));
        var own = $"/api/v2/responses/{await family.ResponseAsync()}/";
        Assert.Equal("reached", await family.Page.EvaluateAsync<string>(fetch, own));
    }

    [BrowserFact]
    public async Task An_experiment_can_open_no_other_page()
    {
        await using var family = await host.FamilyAsync();
        await family.StartAsync();
        const string openWindow = """
            () => {
              try { return window.open("/") ? "reached" : "refused"; } catch { return "refused"; }
            }
            """;
        const string openFrame = """
            () => new Promise((resolve) => {
              const frame = document.createElement("iframe");
              frame.onload = () => {
                try { resolve(frame.contentDocument.querySelector("h1") ? "reached" : "refused"); }
                catch { resolve("refused"); }
              };
              frame.src = "/";
              document.body.append(frame);
              setTimeout(() => resolve("refused"), 3000);
            })
            """;
        const string loadImage = """
            () => new Promise((resolve) => {
              const image = new Image();
              image.onload = () => resolve("reached");
              image.onerror = () => resolve("refused");
              image.src = "/api/v3/me?leak=1";
            })
            """;
        Assert.Equal("refused", await family.Page.EvaluateAsync<string>(openWindow));
        Assert.Equal("refused", await family.Page.EvaluateAsync<string>(openFrame));
        Assert.Equal("refused", await family.Page.EvaluateAsync<string>(loadImage));
        Assert.DoesNotContain("sessionid", await family.Page.EvaluateAsync<string>("document.cookie"));
    }
}
