using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Testing;
using Microsoft.Playwright;
using OtpNet;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>A researcher's first day, in Swagger UI only: from the sign-up to a study that families can take part in.</summary>
[Collection("Plays")]
public sealed class FirstDayTests(BrowserHost host)
{
    const string Password = "seven green bottles";

    const string Experiment = """
        const jsPsych = initJsPsych();
        jsPsych.run([{ type: jsPsychHtmlButtonResponse, stimulus: '<p>Ready?</p>', choices: ['Yes'] }]);
        """;

    /// <summary>Set CHS_TEST_PICTURES to a folder to look at every step.</summary>
    static readonly string? Pictures = Environment.GetEnvironmentVariable("CHS_TEST_PICTURES");

    readonly string _email = $"grace.{Guid.NewGuid():N}@uni.example";

    [BrowserFact]
    public async Task A_researcher_comes_from_the_sign_up_to_a_study_that_families_see()
    {
        if (Pictures is not null)
            Directory.CreateDirectory(Pictures);
        await using var context = await host.NewContextAsync();
        var researcher = await SwaggerPage.OpenAsync(context, "researcher", Pictures);
        await SignUpAsync(researcher);
        await ConfirmEmailAsync(context);
        await UseSecondFactorAsync(researcher);
        await using var reviewersContext = await host.NewContextAsync();
        var reviewer = await SwaggerPage.OpenAsync(reviewersContext, "reviewer", Pictures);
        var lab = await CreateLabAsync(researcher, reviewer);
        var study = await CreateStudyAsync(researcher, lab);
        await PreviewAsync(context, researcher, study);
        await SubmitAsync(researcher, study);
        await ApproveAsync(reviewer, study);
        var active = await researcher.DoAsync(
            "Studies",
            "moveStudy",
            200,
            new { step = "activate" },
            ("studyId", study)
        );
        Assert.Equal("active", active.GetProperty("state").GetString());
        await IsOfferedToFamiliesAsync();
    }

    async Task SignUpAsync(SwaggerPage researcher)
    {
        var account = new
        {
            email = _email,
            password = Password,
            givenName = "Grace",
            familyName = "Example",
            isResearcher = true,
        };
        await researcher.DoAsync("Accounts", "signUp", 202, account);
        await researcher.DoAsync("Accounts", "logIn", 200, new { email = _email, password = Password });
    }

    async Task ConfirmEmailAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(await LinkInMailAsync());
        await TakePictureAsync(page, "researcher-mail");
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, confirm it" }).ClickAsync();
        await page.GetByText("your address is confirmed").WaitForAsync();
        await page.CloseAsync();
    }

    /// <summary>From now on a log-in needs a code.</summary>
    async Task UseSecondFactorAsync(SwaggerPage researcher)
    {
        var enrolled = await researcher.DoAsync("Accounts", "enrolSecondFactor", 201, new { password = Password });
        Assert.Contains("<svg", enrolled.GetProperty("picture").GetString());
        var app = new Totp(Base32Encoding.ToBytes(enrolled.GetProperty("secret").GetString()));
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var activation = new { code = app.ComputeTotp(now) };
        var recovery = await researcher.DoAsync("Accounts", "activateSecondFactor", 200, activation);
        Assert.Equal(10, recovery.GetProperty("codes").GetArrayLength());
        await researcher.DoAsync("Accounts", "logOut", 204);
        await researcher.DoAsync("Accounts", "logIn", 202, new { email = _email, password = Password });
        // Each code works once. The next one is valid too, because clocks may differ by one step.
        var confirmation = new { code = app.ComputeTotp(now.AddSeconds(30)) };
        await researcher.DoAsync("Accounts", "confirmLogIn", 200, confirmation);
    }

    async Task<string> CreateLabAsync(SwaggerPage researcher, SwaggerPage reviewer)
    {
        var input = new
        {
            name = $"Sunshine {_email}",
            institution = "University of Somewhere",
            principalInvestigator = "Grace Example",
            contactEmail = _email,
        };
        var lab = await researcher.DoAsync("Labs", "createLab", 201, input);
        var id = lab.GetProperty("id").GetString()!;
        var logIn = new { email = "reviewer@demo.chs", password = "let us try CHS" };
        await reviewer.DoAsync("Accounts", "logIn", 200, logIn);
        await reviewer.DoAsync("Labs", "approveLab", 200, null, ("labId", id));
        return id;
    }

    static async Task<string> CreateStudyAsync(SwaggerPage researcher, string lab)
    {
        var input = new
        {
            labId = lab,
            type = "jsPsych",
            study = new { name = "Faces and voices", experiment = Experiment },
        };
        var created = await researcher.DoAsync("Studies", "createStudy", 201, input);
        var study = created.GetProperty("id").GetString()!;
        var version = ("If-Match", $"\"{created.GetProperty("version").GetInt32()}\"");
        var unfinished = new { experiment = "const a = ;" };
        var draft = await researcher.DoAsync("Studies", "updateStudy", 200, unfinished, ("studyId", study), version);
        var fault = draft.GetProperty("protocolFaults")[0];
        Assert.Equal((1, 11), (fault.GetProperty("line").GetInt32(), fault.GetProperty("column").GetInt32()));
        var newest = ("If-Match", $"\"{draft.GetProperty("version").GetInt32()}\"");
        var description = new
        {
            experiment = Experiment,
            previewSummary = "Your child hears a voice and picks a face.",
            purpose = "To see.",
            irbNumber = "2026-0417",
            irbUntil = "2099-12-31",
        };
        var described = await researcher.DoAsync(
            "Studies",
            "updateStudy",
            200,
            description,
            ("studyId", study),
            newest
        );
        Assert.Empty(described.GetProperty("protocolFaults").EnumerateArray());
        var other = new { purpose = "Another." };
        var stale = await researcher.DoAsync("Studies", "updateStudy", 412, other, ("studyId", study), version);
        Assert.Equal(described.GetProperty("version").GetInt32(), stale.GetProperty("currentVersion").GetInt32());
        return study;
    }

    static async Task PreviewAsync(IBrowserContext context, SwaggerPage researcher, string study)
    {
        var profile = new { givenName = "Test child", birthday = "2022-05-17" };
        var child = (await researcher.DoAsync("Children", "createChild", 201, profile)).GetProperty("id").GetString()!;
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/exp/studies/j/{study}/{child}/preview/");
        await page.GetByText("Ready?").WaitForAsync();
        await TakePictureAsync(page, "researcher-preview");
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
        await page.CloseAsync();
    }

    static Task<JsonElement> SubmitAsync(SwaggerPage researcher, string study)
    {
        var submission = new
        {
            step = "submit",
            comments = "Our first study.",
            declarations = new { length = new { applies = false } },
        };
        return researcher.DoAsync("Studies", "moveStudy", 200, submission, ("studyId", study));
    }

    static async Task ApproveAsync(SwaggerPage reviewer, string study)
    {
        var queue = await reviewer.DoAsync("Staff", "listReviewQueue", 200, null, ("match", "faces and voices"));
        var waiting = queue
            .GetProperty("items")
            .EnumerateArray()
            .Single(item => item.GetProperty("id").GetString() == study);
        Assert.Equal("Our first study.", waiting.GetProperty("comments").GetString());
        var approval = new { step = "approve", comments = "Good luck!" };
        await reviewer.DoAsync("Studies", "moveStudy", 200, approval, ("studyId", study));
    }

    async Task IsOfferedToFamiliesAsync()
    {
        await using var context = await host.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByText("Your child hears a voice and picks a face.").WaitForAsync();
        await TakePictureAsync(page, "family-list");
    }

    static async Task TakePictureAsync(IPage page, string name)
    {
        if (Pictures is not null)
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}.png") });
    }

    /// <summary>Path of the link that confirms the email address. Its host is the site's configured one, not the test server's.</summary>
    async Task<string> LinkInMailAsync()
    {
        var mail = await MailFolder.MailAsync(host.Data, _email, "Confirm");
        return Regex.Match(mail.TextBody ?? "", @"https?://[^/\s]+(/account/confirm/\S+)").Groups[1].Value;
    }
}
