using System.Net;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>The whole story over HTTP: a lab, a study, a family, its data.</summary>
[Collection("api")]
public class Story_(ApiHost host)
{
    [Fact]
    public async Task Runs_from_a_new_lab_to_its_data_and_leaves_no_names_in_the_log()
    {
        using var researcher = host.Nobody();
        var email = $"r{Guid.NewGuid():N}@uni.example";
        await researcher.PostJsonAsync(
            "/api/v3/accounts",
            new
            {
                email,
                password = "seven green bottles",
                givenName = "Grace",
                familyName = "Hopperlike",
                researcher = true,
            }
        );
        await researcher.PostJsonAsync("/api/v3/session", new { email, password = "seven green bottles" });
        var nameless = await researcher.PostAsync(
            "/api/v3/labs",
            new
            {
                name = $"Lab {Guid.NewGuid()}",
                institution = "Uni",
                principalInvestigator = "Grace",
                contactEmail = email,
            }
        );
        Assert.Equal((403, "account.email_not_confirmed"), await ApiHost.ProblemAsync(nameless));
        (
            await researcher.PostAsync(
                "/api/v3/email-confirmations",
                new { token = await host.TokenAsync(email, "Confirm") }
            )
        ).EnsureSuccessStatusCode();
        Assert.Equal("Grace", (await researcher.GetJsonAsync("/api/v3/me")).GetProperty("givenName").GetString());

        var lab = (
            await researcher.PostJsonAsync(
                "/api/v3/labs",
                new
                {
                    name = $"Lab {Guid.NewGuid()}",
                    institution = "Uni",
                    principalInvestigator = "Grace",
                    contactEmail = email,
                }
            )
        ).GetProperty("id").GetGuid();
        var made = await researcher.PostAsync(
            "/api/v3/studies",
            new
            {
                labId = lab,
                study = new
                {
                    name = "Zebras, late",
                    experiment = "1",
                    criteria = "All",
                },
            }
        );
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var path = made.Headers.Location!.ToString();
        var study = (await researcher.GetJsonAsync(path)).GetProperty("id").GetGuid();

        using var reviewer = await host.LoggedInAsync("reviewer");
        Assert.Equal(
            (409, "study.lab_not_approved"),
            await ApiHost.ProblemAsync(
                await researcher.PostAsync($"/api/v3/studies/{study}/steps", new { step = "submit" })
            )
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (await reviewer.SendAsync(HttpMethod.Put, $"/api/v3/labs/{lab}/approval")).StatusCode
        );
        await StepAsync(researcher, study, "submit", HttpStatusCode.OK);
        Assert.Equal(
            (403, "access.forbidden"),
            await ApiHost.ProblemAsync(
                await researcher.PostAsync($"/api/v3/studies/{study}/steps", new { step = "approve" })
            )
        );
        await StepAsync(reviewer, study, "approve", HttpStatusCode.OK);
        await StepAsync(researcher, study, "activate", HttpStatusCode.OK);

        var (parent, _, child) = await host.FamilyAsync();
        using var family = parent;
        var response = await parent.StartAsync(study, child);
        (
            await parent.PatchAsync(
                response,
                $$"""{"exp_data":{{Some.Trials(3)}},"completed_consent_frame":true,"completed":true}"""
            )
        ).EnsureSuccessStatusCode();

        var pending = await researcher.GetJsonAsync($"/api/v3/studies/{study}/responses?consent=pending");
        Assert.Equal(response, pending.GetProperty("items")[0].GetProperty("id").GetGuid());
        Assert.Equal(
            0,
            (await researcher.GetJsonAsync($"/api/v3/studies/{study}/responses")).GetProperty("items").GetArrayLength()
        );
        await researcher.PostJsonAsync(
            $"/api/v3/studies/{study}/responses/{response}/consent-rulings",
            new { ruling = "accepted" }
        );
        var whole = await researcher.GetJsonAsync($"/api/v3/studies/{study}/responses/{response}");
        Assert.Equal(Some.Trials(3), whole.GetProperty("data").GetRawText());

        var csv = await researcher.SendAsync(HttpMethod.Get, $"/api/v3/studies/{study}/exports/responses.csv");
        Assert.Equal("text/csv; charset=utf-8", csv.Content.Headers.ContentType!.ToString());
        Assert.Equal("Zebras--late_all-responses.csv", csv.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.EndsWith("\"0-t\",\"1-t\",\"2-t\"\r\n", await csv.Content.ReadAsStringAsync());

        foreach (var personal in (string[])[email, "Hopperlike", "Mika", "family.example"])
            Assert.DoesNotContain(personal, host.Server.Output);
        await host.MailAsync(email, "may test families now");
        await host.MailAsync(email, "Zebras, late: approved");
        Assert.Equal(
            email,
            (await host.MailAsync("reviewer@demo.chs", "Zebras, late: submit")).ReplyTo.Mailboxes.Single().Address
        );
    }

    static async Task StepAsync(ApiClient who, Guid study, string step, HttpStatusCode status)
    {
        var answer = await who.PostAsync($"/api/v3/studies/{study}/steps", new { step });
        Assert.True(answer.StatusCode == status, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Repeats_the_first_answer_for_an_idempotency_key_and_does_nothing_twice()
    {
        var (parent, _, _) = await host.FamilyAsync();
        using var family = parent;
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var body = new
        {
            givenName = "Twin",
            birthday = "2023-01-01",
            languages = new[] { "en" },
        };
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => parent.PostAsync("/api/v3/children", body, key))
        );
        var made = answers.Where(a => a.StatusCode == HttpStatusCode.Created).ToList();
        Assert.NotEmpty(made);
        var again = await parent.PostAsync("/api/v3/children", body, key);
        Assert.Equal(await made[0].Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(made[0].Headers.Location, again.Headers.Location);
        Assert.Equal(
            1,
            (await parent.GetJsonAsync("/api/v3/children"))
                .GetProperty("items")
                .EnumerateArray()
                .Count(c => c.GetProperty("givenName").GetString() == "Twin")
        );

        var other = await parent.PostAsync("/api/v3/children", body with { givenName = "Other" }, key);
        Assert.Equal((409, "idempotency.key_reused"), await ApiHost.ProblemAsync(other));
    }

    [Fact]
    public async Task Refuses_a_stale_version_and_changes_nothing()
    {
        var (parent, _, child) = await host.FamilyAsync();
        using var family = parent;
        var read = await parent.SendAsync(HttpMethod.Get, $"/api/v3/children/{child}");
        var tag = read.Headers.ETag!.ToString();
        Task<HttpResponseMessage> Put(string name, string ifMatch) =>
            parent.SendAsync(
                HttpMethod.Put,
                $"/api/v3/children/{child}",
                System.Net.Http.Json.JsonContent.Create(new { givenName = name, birthday = "2022-03-01" }),
                ("If-Match", ifMatch)
            );

        Assert.Equal(HttpStatusCode.OK, (await Put("New", tag)).StatusCode);
        Assert.Equal((412, "version.stale"), await ApiHost.ProblemAsync(await Put("Newer", tag)));
        Assert.Equal((412, "version.stale"), await ApiHost.ProblemAsync(await Put("Newer", "W/\"x\"")));
        Assert.Equal(
            "New",
            (await parent.GetJsonAsync($"/api/v3/children/{child}")).GetProperty("givenName").GetString()
        );
    }
}
