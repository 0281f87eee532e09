using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>The main path over HTTP: a lab, a study, a family and its data.</summary>
[Collection("api")]
public class Story_(ApiHost host)
{
    [Fact]
    public async Task Runs_from_a_new_lab_to_its_data_and_leaves_no_names_in_the_log()
    {
        var (client, email) = await SignUpResearcherAsync();
        using var researcher = client;
        using var reviewer = await host.LoggedInAsync("reviewer");
        var lab = (await researcher.PostJsonAsync("/api/v3/labs", LabOf(email))).GetProperty("id").GetGuid();
        var study = await CreateStudyAsync(researcher, lab);
        await ReviewAsync(researcher, reviewer, lab, study);
        var response = await TakePartAsync(study);
        await ReadDataAsync(researcher, study, response);

        string[] personal = [email, "Hopperlike", "Mika", "family.example"];
        foreach (var text in personal)
            Assert.DoesNotContain(text, host.Server.Output);
        await host.MailAsync(email, "may test families now");
        await host.MailAsync(email, "Zebras, late: approved");
        var mailToReviewer = await host.MailAsync("reviewer@demo.chs", "Zebras, late: submit");
        Assert.Equal(email, mailToReviewer.ReplyTo.Mailboxes.Single().Address);
    }

    async Task<(ApiClient Client, string Email)> SignUpResearcherAsync()
    {
        var researcher = host.Nobody();
        var email = $"r{Guid.NewGuid():N}@uni.example";
        await ApiHost.SignUpAsync(researcher, email, "Grace", "Hopperlike", researcher: true);
        await researcher.PostAsync("/api/v3/labs", LabOf(email)).IsProblemAsync(403, "account.email_not_confirmed");
        var token = await host.TokenAsync(email, "Confirm");
        await researcher.PostAsync("/api/v3/email-confirmations", new { token }).SucceedsAsync();
        Assert.Equal("Grace", (await researcher.GetJsonAsync("/api/v3/me")).GetProperty("givenName").GetString());
        return (researcher, email);
    }

    static object LabOf(string email) =>
        new
        {
            name = $"Lab {Guid.NewGuid()}",
            institution = "Uni",
            principalInvestigator = "Grace",
            contactEmail = email,
        };

    static async Task<Guid> CreateStudyAsync(ApiClient researcher, Guid lab)
    {
        var study = new
        {
            name = "Zebras, late",
            experiment = "1",
            criteria = "All",
        };
        using var created = await researcher.PostAsync("/api/v3/studies", new { labId = lab, study });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var path = created.Headers.Location!.ToString();
        return (await researcher.GetJsonAsync(path)).GetProperty("id").GetGuid();
    }

    static async Task ReviewAsync(ApiClient researcher, ApiClient reviewer, Guid lab, Guid study)
    {
        await StepAsync(researcher, study, "submit").IsProblemAsync(409, "study.lab_not_approved");
        await reviewer.PutAsync($"/api/v3/labs/{lab}/approval").HasStatusAsync(HttpStatusCode.OK);
        await StepAsync(researcher, study, "submit").HasStatusAsync(HttpStatusCode.OK);
        await StepAsync(researcher, study, "approve").IsProblemAsync(403, "access.forbidden");
        await StepAsync(reviewer, study, "approve").HasStatusAsync(HttpStatusCode.OK);
        await StepAsync(researcher, study, "activate").HasStatusAsync(HttpStatusCode.OK);
    }

    static Task<HttpResponseMessage> StepAsync(ApiClient client, Guid study, string step) =>
        client.PostAsync($"/api/v3/studies/{study}/steps", new { step });

    async Task<Guid> TakePartAsync(Guid study)
    {
        var (client, _, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        await parent
            .PatchAsync(
                response,
                $$"""{"exp_data":{{Some.Trials(3)}},"completed_consent_frame":true,"completed":true}"""
            )
            .SucceedsAsync();
        return response;
    }

    static async Task ReadDataAsync(ApiClient researcher, Guid study, Guid response)
    {
        var responses = $"/api/v3/studies/{study}/responses";
        var pending = await researcher.GetJsonAsync($"{responses}?consent=pending");
        Assert.Equal(response, pending.GetProperty("items")[0].GetProperty("id").GetGuid());
        var accepted = await researcher.GetJsonAsync(responses);
        Assert.Equal(0, accepted.GetProperty("items").GetArrayLength());
        await researcher.PostJsonAsync($"{responses}/{response}/consent-rulings", new { ruling = "accepted" });
        var whole = await researcher.GetJsonAsync($"{responses}/{response}");
        Assert.Equal(Some.Trials(3), whole.GetProperty("data").GetRawText());

        using var csv = await researcher.GetAsync($"/api/v3/studies/{study}/exports/responses.csv");
        Assert.Equal("text/csv; charset=utf-8", csv.Content.Headers.ContentType!.ToString());
        Assert.Equal("Zebras--late_all-responses.csv", csv.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.EndsWith("\"0-t\",\"1-t\",\"2-t\"\r\n", await csv.Content.ReadAsStringAsync());
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
        var created = answers.Where(answer => answer.StatusCode == HttpStatusCode.Created).ToList();
        Assert.NotEmpty(created);
        var again = await parent.PostAsync("/api/v3/children", body, key);
        Assert.Equal(await created[0].Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(created[0].Headers.Location, again.Headers.Location);
        var children = (await parent.GetJsonAsync("/api/v3/children")).GetProperty("items").EnumerateArray();
        Assert.Single(children, child => child.GetProperty("givenName").GetString() == "Twin");

        await parent
            .PostAsync("/api/v3/children", body with { givenName = "Other" }, key)
            .IsProblemAsync(409, "idempotency.key_reused");
    }

    [Fact]
    public async Task Refuses_a_stale_version_and_changes_nothing()
    {
        var (parent, _, child) = await host.FamilyAsync();
        using var family = parent;
        var read = await parent.SendAsync(HttpMethod.Get, $"/api/v3/children/{child}");
        var tag = read.Headers.ETag!.ToString();
        Task<HttpResponseMessage> Put(string name, string ifMatch) =>
            parent.PutAsync(
                $"/api/v3/children/{child}",
                new { givenName = name, birthday = "2022-03-01" },
                ("If-Match", ifMatch)
            );

        await Put("New", tag).HasStatusAsync(HttpStatusCode.OK);
        await Put("Newer", tag).IsProblemAsync(412, "version.stale");
        await Put("Newer", "W/\"x\"").IsProblemAsync(412, "version.stale");
        var stored = await parent.GetJsonAsync($"/api/v3/children/{child}");
        Assert.Equal("New", stored.GetProperty("givenName").GetString());
    }
}
