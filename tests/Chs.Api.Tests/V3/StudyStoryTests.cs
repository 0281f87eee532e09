using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>What a study's story has left behind. Tests don't depend on their order.</summary>
[Collection("api")]
public class StudyStoryTests(ApiHost host, StudyStory story) : IClassFixture<StudyStory>
{
    string Responses => $"/api/v3/studies/{story.Study}/responses";

    [Fact]
    public async Task Data_become_readable_with_an_accepted_consent()
    {
        var pending = await story.Researcher.GetJsonAsync($"{Responses}?consent=pending");
        Assert.Equal(story.Response, pending.GetProperty("items")[0].GetProperty("id").GetGuid());
        var accepted = await story.Researcher.GetJsonAsync(Responses);
        Assert.Equal(0, accepted.GetProperty("items").GetArrayLength());

        await story.Researcher.PostJsonAsync(
            $"{Responses}/{story.Response}/consent-rulings",
            new { ruling = "accepted" }
        );
        var whole = await story.Researcher.GetJsonAsync($"{Responses}/{story.Response}");
        Assert.Equal(Some.Trials(3), whole.GetProperty("data").GetRawText());

        using var csv = await story.Researcher.GetAsync($"/api/v3/studies/{story.Study}/exports/responses.csv");
        Assert.Equal("text/csv; charset=utf-8", csv.Content.Headers.ContentType!.ToString());
        Assert.Equal("Zebras--late_all-responses.csv", csv.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.EndsWith("\"0-t\",\"1-t\",\"2-t\"\r\n", await csv.Content.ReadAsStringAsync());
    }

    [Fact]
    public void The_log_names_no_people()
    {
        string[] personal = [story.Email, "Hopperlike", "Mika", "family.example"];
        Assert.All(personal, text => Assert.DoesNotContain(text, host.Server.Output));
    }

    [Fact]
    public async Task The_researcher_gets_mails_about_the_lab_and_the_study()
    {
        await host.MailAsync(story.Email, "may test families now");
        await host.MailAsync(story.Email, $"{StudyStory.StudyName}: approved");
    }

    [Fact]
    public async Task The_reviewer_gets_a_mail_that_is_answered_to_the_researcher()
    {
        var mail = await host.MailAsync("reviewer@demo.chs", $"{StudyStory.StudyName}: submit");
        Assert.Equal(story.Email, mail.ReplyTo.Mailboxes.Single().Address);
    }

    [Fact]
    public async Task The_researcher_is_called_as_in_the_sign_up()
    {
        var me = await story.Researcher.GetJsonAsync("/api/v3/me");
        Assert.Equal("Grace", me.GetProperty("givenName").GetString());
    }
}
