using System.Text.RegularExpressions;
using Chs.Testing;
using MimeKit;
using OtpNet;
using Xunit;

namespace Chs.Browser.Tests;

/// <summary>A researcher's first day, in Swagger UI only: from the sign-up to a study that families can take part in.</summary>
public sealed class FirstDay_(BrowserHost host) : IClassFixture<BrowserHost>
{
    /// <summary>Set CHS_TEST_PICTURES to a folder to look at every step.</summary>
    static readonly string? Pictures = Environment.GetEnvironmentVariable("CHS_TEST_PICTURES");

    [BrowserFact]
    public async Task Ends_with_a_study_that_families_take_part_in()
    {
        if (Pictures is not null)
            Directory.CreateDirectory(Pictures);
        await using var context = await host.NewContextAsync();
        var researcher = await SwaggerPage.OpenAsync(context, "researcher", Pictures);
        var email = $"grace.{Guid.NewGuid():N}@uni.example";
        const string password = "seven green bottles";

        // Sign up, log in, follow the mail's link.
        await researcher.DoAsync(
            "Accounts",
            "signUp",
            201,
            new
            {
                email,
                password,
                givenName = "Grace",
                familyName = "Example",
                researcher = true,
            }
        );
        await researcher.DoAsync("Accounts", "logIn", 200, new { email, password });
        var link = await LinkAsync(email);
        var mail = await context.NewPageAsync();
        await mail.GotoAsync(link);
        if (Pictures is not null)
            await mail.ScreenshotAsync(new() { Path = Path.Combine(Pictures, "researcher-mail.png") });
        await mail.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Yes, confirm it" }).ClickAsync();
        await mail.GetByText("your address is confirmed").WaitForAsync();
        await mail.CloseAsync();

        // The second factor; from now on a log-in needs a code.
        var enrolled = await researcher.DoAsync("Accounts", "enrolSecondFactor", 201);
        Assert.Contains("<svg", enrolled.GetProperty("picture").GetString());
        var totp = new Totp(Base32Encoding.ToBytes(enrolled.GetProperty("secret").GetString()));
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var recovery = await researcher.DoAsync(
            "Accounts",
            "activateSecondFactor",
            200,
            new { code = totp.ComputeTotp(now) }
        );
        Assert.Equal(10, recovery.GetProperty("codes").GetArrayLength());
        await researcher.DoAsync("Accounts", "logOut", 204);
        await researcher.DoAsync("Accounts", "logIn", 202, new { email, password });
        await researcher.DoAsync("Accounts", "confirmLogIn", 200, new { code = totp.ComputeTotp(now.AddSeconds(30)) });

        // A lab, which a reviewer approves.
        var lab = (
            await researcher.DoAsync(
                "Labs",
                "createLab",
                201,
                new
                {
                    name = $"Sunshine {email}",
                    institution = "University of Somewhere",
                    principalInvestigator = "Grace Example",
                    contactEmail = email,
                }
            )
        ).GetProperty("id").GetString()!;
        await using var reviewersContext = await host.NewContextAsync();
        var reviewer = await SwaggerPage.OpenAsync(reviewersContext, "reviewer", Pictures);
        await reviewer.DoAsync(
            "Accounts",
            "logIn",
            200,
            new { email = "reviewer@demo.chs", password = "let us try CHS" }
        );
        await reviewer.DoAsync("Labs", "approveLab", 200, null, ("id", lab));

        // A study, tried out with an own child, and submitted.
        var made = await researcher.DoAsync(
            "Studies",
            "createStudy",
            201,
            new
            {
                labId = lab,
                type = "jsPsych",
                study = new
                {
                    name = "Faces and voices",
                    experiment = "const jsPsych = initJsPsych(); jsPsych.run([{ type: jsPsychHtmlButtonResponse, stimulus: '<p>Ready?</p>', choices: ['Yes'] }]);",
                },
            }
        );
        var study = made.GetProperty("id").GetString()!;
        var fault = await researcher.DoAsync(
            "Studies",
            "updateStudy",
            400,
            new { experiment = "const a = ;" },
            ("id", study),
            ("If-Match", $"\"{made.GetProperty("version").GetInt32()}\"")
        );
        Assert.Contains("Line 1, column 11", fault.GetProperty("errors")[0].GetProperty("message").GetString());
        var described = await researcher.DoAsync(
            "Studies",
            "updateStudy",
            200,
            new
            {
                previewSummary = "Your child hears a voice and picks a face.",
                purpose = "To see.",
                irbNumber = "2026-0417",
                irbUntil = "2099-12-31",
            },
            ("id", study),
            ("If-Match", $"\"{made.GetProperty("version").GetInt32()}\"")
        );
        var stale = await researcher.DoAsync(
            "Studies",
            "updateStudy",
            412,
            new { purpose = "Another." },
            ("id", study),
            ("If-Match", $"\"{made.GetProperty("version").GetInt32()}\"")
        );
        Assert.Equal(described.GetProperty("version").GetInt32(), stale.GetProperty("currentVersion").GetInt32());
        var child = (
            await researcher.DoAsync(
                "Children",
                "addChild",
                201,
                new { givenName = "Test child", birthday = "2022-05-17" }
            )
        )
            .GetProperty("id")
            .GetString()!;
        var preview = await context.NewPageAsync();
        await preview.GotoAsync($"/exp/studies/j/{study}/{child}/preview/");
        await preview.GetByText("Ready?").WaitForAsync();
        if (Pictures is not null)
            await preview.ScreenshotAsync(new() { Path = Path.Combine(Pictures, "researcher-preview.png") });
        await preview.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
        await preview.CloseAsync();
        await researcher.DoAsync(
            "Studies",
            "moveStudy",
            200,
            new
            {
                step = "submit",
                comments = "Our first study.",
                declarations = new { length = new { applies = false } },
            },
            ("id", study)
        );

        // Staff look at what waits, and approve; the researcher starts it.
        var queue = await reviewer.DoAsync("Staff", "listReviewQueue", 200, null, ("match", "faces and voices"));
        Assert.Contains(
            queue.GetProperty("items").EnumerateArray(),
            item =>
                item.GetProperty("studyId").GetString() == study
                && item.GetProperty("comments").GetString() == "Our first study."
        );
        await reviewer.DoAsync(
            "Studies",
            "moveStudy",
            200,
            new { step = "approve", comments = "Good luck!" },
            ("id", study)
        );
        var active = await researcher.DoAsync("Studies", "moveStudy", 200, new { step = "activate" }, ("id", study));
        Assert.Equal("active", active.GetProperty("state").GetString());
        await using var anybody = await host.NewContextAsync();
        var list = await anybody.NewPageAsync();
        await list.GotoAsync("/");
        await list.GetByText("Your child hears a voice and picks a face.").WaitForAsync();
        if (Pictures is not null)
            await list.ScreenshotAsync(new() { Path = Path.Combine(Pictures, "family-list.png") });
    }

    async Task<string> LinkAsync(string to)
    {
        for (var attempt = 0; attempt < 150; attempt++, await Task.Delay(100))
        {
            var folder = Path.Combine(host.Data, "mail");
            if (!Directory.Exists(folder))
                continue;
            foreach (var file in Directory.GetFiles(folder, "*.eml"))
            {
                var mail = await MimeMessage.LoadAsync(file);
                // The address is the site's; where it is reached in this test, only the test knows.
                if (
                    mail.To.Mailboxes.Any(box => box.Address == to)
                    && Regex.Match(mail.TextBody ?? "", @"https?://[^/\s]+(/account/confirm/\S+)")
                        is { Success: true } link
                )
                    return link.Groups[1].Value;
            }
        }

        throw new TimeoutException("No mail with a link.");
    }
}
