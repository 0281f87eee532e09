using System.Security.Cryptography;
using System.Text.Json;
using Chs.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests.Features;

/// <summary>Each line of the table in docs/experiments.md, tried by an experiment.</summary>
public class FeatureTests(FeatureTests.OwnScripts own, FeatureTests.ListedScripts listed)
    : IClassFixture<FeatureTests.OwnScripts>,
        IClassFixture<FeatureTests.ListedScripts>
{
    /// <summary>The embedded default, and a browser that has camera and microphone and allows them.</summary>
    public class OwnScripts : BrowserHost
    {
        protected override string[] BrowserArguments =>
            ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];
    }

    /// <summary>
    /// The manifest <c>lookit</c> with stand-ins: our own bundle, and packages that only define their names. The
    /// published files are on a content network that tests don't reach. So this shows that our page does the same with
    /// a list of other hosts' files, not what these do.
    /// </summary>
    public sealed class ListedScripts : OwnScripts
    {
        public const string Bundle = "https://packages.example/bundle.js",
            Packages = "https://packages.example/packages.js",
            Style = "https://packages.example/style.css";

        public static string TextOf(string url) =>
            url switch
            {
                Bundle => File.ReadAllText(
                    Directory.GetFiles(Path.GetDirectoryName(ServerProcess.ProgramFile)! + "/play", "chs-*.js").Single()
                ),
                Packages => """
                    chsRecord = { VideoConfigPlugin: class {} };
                    chsSurvey = { ConsentSurveyPlugin: class {} };
                    chsTemplates = { consentVideo: class {} };
                    """,
                _ => "body { margin: 0 }",
            };

        protected override (string Key, string Value)[] Settings(int port) =>
            [
                ("Chs__Play__Scripts", "lookit"),
                .. ((string[])[Style, Bundle, Packages]).SelectMany(
                    (url, i) =>
                        new[]
                        {
                            ($"Chs__Play__Lookit__{i}__Url", url),
                            ($"Chs__Play__Lookit__{i}__Integrity", Integrity(url)),
                        }
                ),
            ];

        static string Integrity(string url) =>
            $"sha384-{Convert.ToBase64String(SHA384.HashData(System.Text.Encoding.UTF8.GetBytes(TextOf(url))))}";
    }

    [BrowserTheory]
    [InlineData("chs")]
    [InlineData("lookit")]
    public async Task Every_line_is_true(string manifest)
    {
        var host = manifest == "chs" ? own : listed;
        await using var other = await OtherHost.StartAsync();
        using var researcher = await host.ApiAsync("researcher");
        using var reviewer = await host.ApiAsync("reviewer");
        var probes = await File.ReadAllTextAsync(Repository.File("tests/Chs.Browser.Tests/Features/probes.js"));
        var experiment = probes.Replace("OTHER", other.Address.AbsoluteUri.TrimEnd('/'));
        var study = await Studies.CreateAsync(
            researcher,
            await Studies.DemoLabAsync(researcher),
            "Features",
            experiment
        );
        await Studies.ActivateAsync(researcher, reviewer, study);
        using var parent = await host.NewParentAsync();
        var child = (await Studies.ChildrenAsync(parent))[0];
        await using var context = await host.NewContextAsync(parent);
        await context.RouteAsync("https://packages.example/**", ServeStandInAsync);
        var page = await context.NewPageAsync();
        other.Film = await RecordFilmAsync(page);
        await page.GotoAsync($"/studies/j/{study}/{child}/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        await page.GetByText("All is known").WaitForAsync();

        var told = await page.EvaluateAsync<string>("JSON.stringify(outcomes)");
        var outcomes = JsonSerializer.Deserialize<Dictionary<string, string>>(told)!;
        var response = Guid.Parse(await page.EvaluateAsync<string>("chs.response.id"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Finish" }).ClickAsync();
        await page.WaitForURLAsync($"{other.Address}end");
        var stored = JsonDocument.Parse(await Studies.StoredAsync(parent, response)).RootElement;
        Assert.True(stored.GetProperty("completed").GetBoolean());
        Assert.Equal(1, stored.GetProperty("exp_data").GetArrayLength());
        outcomes["`location.href` at the end"] = "yes";

        var table = FeatureTable.Read(manifest);
        Assert.Equal(table.Keys.Order(), outcomes.Keys.Order());
        var wrong = outcomes.Where(one => (one.Value == "yes" ? "yes" : "no") != table[one.Key]);
        Assert.True(!wrong.Any(), string.Join('\n', wrong));
    }

    static Task ServeStandInAsync(IRoute route) =>
        route.FulfillAsync(
            new()
            {
                Body = ListedScripts.TextOf(route.Request.Url),
                ContentType = route.Request.Url.EndsWith(".css", StringComparison.Ordinal)
                    ? "text/css"
                    : "text/javascript",
                Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*" },
            }
        );

    /// <summary>Has the browser record a film of half a second.</summary>
    static async Task<byte[]> RecordFilmAsync(IPage page)
    {
        const string record = """
            () => new Promise((resolve) => {
              const canvas = document.createElement("canvas");
              const picture = canvas.getContext("2d");
              let hue = 0;
              const draw = setInterval(() => {
                picture.fillStyle = `hsl(${(hue += 40)} 80% 50%)`;
                picture.fillRect(0, 0, canvas.width, canvas.height);
              }, 30);
              const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: "video/webm;codecs=vp8" });
              recorder.ondataavailable = async ({ data }) => {
                clearInterval(draw);
                const bytes = new Uint8Array(await data.arrayBuffer());
                resolve(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")));
              };
              recorder.start();
              setTimeout(() => recorder.stop(), 500);
            })
            """;
        return Convert.FromBase64String(await page.EvaluateAsync<string>(record));
    }
}
