using System.Text.Json;
using Chs.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>A page says something whatever fails on it, and researchers read what failed.</summary>
[Collection("Plays")]
public class FailingExperimentTests(BrowserHost host)
{
    const string Trial = "{ type: jsPsychHtmlButtonResponse, stimulus: 'It runs', choices: ['On'] }";

    [BrowserTheory]
    [InlineData("initJsPsych().run([{ type: jsPsychFoo }]);", "jsPsychFoo is not defined")]
    [InlineData("const jsPsych = ;", "SyntaxError")]
    [InlineData("import 'http://missing.localhost:1/file.js';", "Failed to fetch dynamically imported module")]
    [InlineData("await Promise.reject(new Error('no stimuli'));", "no stimuli")]
    [InlineData("chsTemplates.consentVideo({});", "isn't part of this site's own scripts")]
    [InlineData("initJsPsych().run([[{ type: window.jsPsychFoo }]]);", "the type of a trial isn't there")]
    public async Task Code_that_fails_is_said_to_families_and_reported(string experiment, string message)
    {
        using var researcher = await host.ApiAsync("researcher");
        var page = await PreviewAsync(researcher, experiment);
        await IsSaidAsync(page);
        // Whoever previews a study is a researcher.
        await page.Locator("#chs-notice").GetByText(message).WaitForAsync();
        await IsReportedAsync(researcher, page, message);
        await page.Context.DisposeAsync();
    }

    [BrowserTheory]
    [InlineData("**/play/assets/chs-*.js", "abort", "couldn't load <script>")]
    [InlineData("**/api/v2/past-sessions/**", "404", "404")]
    [InlineData("**/play/experiment/**", "abort", "Failed to fetch dynamically imported module")]
    public async Task What_cant_be_loaded_is_said_to_families_and_reported(string url, string fate, string message)
    {
        using var researcher = await host.ApiAsync("researcher");
        var page = await PreviewAsync(
            researcher,
            $"initJsPsych().run([{Trial}]);",
            context =>
                context.RouteAsync(
                    url,
                    route =>
                        fate == "abort" ? route.AbortAsync() : route.FulfillAsync(new() { Status = int.Parse(fate) })
                )
        );
        await IsSaidAsync(page);
        await IsReportedAsync(researcher, page, message);
        await page.Context.DisposeAsync();
    }

    [BrowserFact]
    public async Task A_stray_error_keeps_no_experiment_from_running()
    {
        using var researcher = await host.ApiAsync("researcher");
        var page = await PreviewAsync(
            researcher,
            $$"""
            setTimeout(() => document.getElementById("nothing").remove());
            Promise.reject(new Error("stray"));
            await new Promise((resolve) => setTimeout(resolve, 100));
            initJsPsych().run([{{Trial}}]);
            """
        );
        await page.GetByText("It runs").WaitForAsync();
        Assert.Equal(0, await page.Locator("#chs-notice").CountAsync());
        await IsReportedAsync(researcher, page, "stray");
        await IsReportedAsync(researcher, page, "null");
        await page.Context.DisposeAsync();
    }

    [BrowserFact]
    public async Task A_family_reads_whom_to_ask()
    {
        using var researcher = await host.ApiAsync("researcher");
        using var reviewer = await host.ApiAsync("reviewer");
        // It is no fault that a review could find: the name might be defined by a script.
        var study = await NewStudyAsync(researcher, "initJsPsych().run([{ type: window.jsPsychFoo.info }]);");
        await Studies.ActivateAsync(researcher, reviewer, study);
        await using var family = await host.FamilyAsync();
        var child = (await Studies.ChildrenAsync(family.Api))[0];
        await family.Page.GotoAsync($"/studies/j/{study}/{child}/");
        await IsSaidAsync(family.Page);
        Assert.DoesNotContain("TypeError", await family.Page.Locator("#chs-notice").InnerTextAsync());
        // A family that couldn't begin never consents, so what is left to its researchers is the number.
        var count = 0;
        for (var attempt = 0; attempt < 50 && count == 0; attempt++, await Task.Delay(100))
        {
            var listed = await researcher.GetJsonAsync($"/api/v3/studies?ids={study}");
            count = listed.GetProperty("items")[0].GetProperty("numbers").GetProperty("browserErrorCount").GetInt32();
        }

        Assert.Equal(1, count);
    }

    static async Task<Guid> NewStudyAsync(ApiClient researcher, string experiment) =>
        await Studies.CreateAsync(researcher, await Studies.DemoLabAsync(researcher), "Failing", experiment);

    /// <summary>Previews a draft in a browser of its own.</summary>
    async Task<IPage> PreviewAsync(ApiClient researcher, string experiment, Func<IBrowserContext, Task>? prepare = null)
    {
        var study = await NewStudyAsync(researcher, experiment);
        var child = await Studies.TestParticipantAsync(researcher, study);
        var context = await host.NewContextAsync(researcher);
        if (prepare is not null)
            await prepare(context);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/exp/studies/j/{study}/{child}/preview/");
        return page;
    }

    static async Task IsSaidAsync(IPage page)
    {
        await page.GetByText("This study couldn't be started.").WaitForAsync();
        await page.GetByText("please tell the researchers: Robin Researcher, robin@lab.example").WaitForAsync();
        Assert.Equal(0, await page.Locator("#chs-loader").CountAsync());
    }

    /// <summary>Waits until the researcher reads an error of the page's session.</summary>
    static async Task IsReportedAsync(ApiClient researcher, IPage page, string message)
    {
        var response = await page.EvaluateAsync<string>("chsPlay.response");
        var study = await page.EvaluateAsync<string>("chsPlay.study");
        await ConsentAsync(researcher, page, study, response);
        JsonElement errors = default;
        for (var attempt = 0; attempt < 50; attempt++, await Task.Delay(100))
        {
            errors = (
                await researcher.GetJsonAsync($"/api/v3/studies/{study}/responses/{response}/errors")
            ).GetProperty("items");
            var messages = errors.EnumerateArray().Select(error => error.GetProperty("message").GetString()!);
            if (messages.Any(one => one.Contains(message, StringComparison.Ordinal)))
                return;
        }

        Assert.Fail($"'{message}' isn't among {errors}");
    }

    /// <summary>Errors are read by the rules of the session's data, which also a preview needs a consent for.</summary>
    static async Task ConsentAsync(ApiClient researcher, IPage page, string study, string response)
    {
        const string complete = """
            async (id) => {
              const data = { id, type: "responses", attributes: { completed_consent_frame: true } };
              const headers = { "Content-Type": "application/vnd.api+json" };
              const body = JSON.stringify({ data });
              return (await fetch(`/api/v2/responses/${id}/`, { method: "PATCH", headers, body })).status;
            }
            """;
        Assert.Equal(200, await page.EvaluateAsync<int>(complete, response));
        await researcher.PostJsonAsync(
            $"/api/v3/studies/{study}/responses/{response}/consent-rulings",
            new { ruling = "accepted" }
        );
    }
}
