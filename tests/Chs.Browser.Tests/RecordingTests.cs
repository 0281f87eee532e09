using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>What recorders send stays at the host where the study is played.</summary>
[Collection("Plays")]
public class RecordingTests(BrowserHost host)
{
    /// <summary>Begins a recording as the published packages do, at the host that the page's settings lead them to.</summary>
    const string Experiment = """
        const settings = JSON.parse(document.getElementById("aws-vars").textContent);
        const host = `${settings.JSPSYCH_S3_BUCKET}.s3.${settings.JSPSYCH_S3_REGION}.amazonaws.com`;
        const headers = { Authorization: "AWS4-HMAC-SHA256 none", "Content-Type": "video/webm" };
        await fetch(new Request(`https://${host}/videoStream_x.webm?uploads=`, { method: "POST", headers, body: "film" }));
        initJsPsych().run([{ type: jsPsychHtmlButtonResponse, stimulus: "Asked", choices: ["On"] }]);
        """;

    [BrowserFact]
    public async Task The_packages_recorder_reaches_no_other_host()
    {
        using var researcher = await host.ApiAsync("researcher");
        var lab = await Studies.DemoLabAsync(researcher);
        var study = await Studies.CreateAsync(researcher, lab, "Recording", Experiment);
        var child = await Studies.TestParticipantAsync(researcher, study);
        await using var context = await host.NewContextAsync(researcher);
        var page = await context.NewPageAsync();
        var requests = new List<IRequest>();
        page.Request += (_, request) => requests.Add(request);
        await page.GotoAsync($"/exp/studies/j/{study}/{child}/preview/");
        await page.GetByText("Asked").WaitForAsync();

        Assert.All(requests, request => Assert.DoesNotContain("amazonaws", request.Url));
        var begun = Assert.Single(requests, request => request.Url.Contains("/play/uploads/"));
        Assert.Equal(new Uri(page.Url).Authority, new Uri(begun.Url).Authority);
        Assert.EndsWith("/play/uploads/chs/videoStream_x.webm?uploads=", begun.Url);
        Assert.Equal(("POST", "film"), (begun.Method, begun.PostData));
        Assert.DoesNotContain("authorization", (await begun.AllHeadersAsync()).Keys);
    }
}
