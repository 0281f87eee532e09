using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Play;

/// <summary>The page that plays a session of a jsPsych study.</summary>
[Collection("api")]
public class JsPsychPageTests(ApiHost host)
{
    [Fact]
    public async Task The_page_tells_our_script_about_the_play()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        using var page = await parent.Play.GetAsync($"/studies/j/{study}/{child}/");
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
        var settings = SettingsIn(await page.Content.ReadAsStringAsync());
        // A start takes up the page's own response while it is empty.
        Assert.Equal(response, settings.GetProperty("response").GetGuid());
        Assert.Equal(study, settings.GetProperty("study").GetGuid());
        Assert.Equal(child, settings.GetProperty("participant").GetGuid());
        Assert.False(settings.GetProperty("isPreview").GetBoolean());
        Assert.Equal("jspsych", settings.GetProperty("runner").GetString());
        Assert.Equal(32, settings.GetProperty("unsentKey").GetBytesFromBase64().Length);
        Assert.Equal(host.Server.Address.AbsoluteUri, settings.GetProperty("siteUrl").GetString());
        Assert.Equal($"/play/experiment/{response}.js", settings.GetProperty("experiment").GetString());
    }

    [Fact]
    public async Task Our_script_comes_before_every_other_one()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var play = await parent.EnterAsync(study, child);
        var html = await play.GetAsync($"/studies/j/{study}/{child}/").TextAsync();
        var scripts = Regex.Matches(html, "<script[^>]*>").Select(script => script.Value).ToList();
        Assert.Equal("<script id=\"chs-play\" type=\"application/json\">", scripts[0]);
        Assert.Matches("^<script src=\"/play/assets/begin-[^\"]+\">$", scripts[1]);
        Assert.Matches("^<script type=\"module\" src=\"/play/assets/run-[^\"]+\">$", scripts[^1]);
    }

    [Fact]
    public async Task What_cannot_be_sent_has_another_key_in_every_play_and_the_person_one_name()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var profile = new { givenName = "Kim", birthday = "2021-03-01" };
        var sibling = (await parent.PostJsonAsync("/api/v3/children", profile)).GetProperty("id").GetGuid();
        var (other, _, othersChild) = await host.FamilyAsync();
        using var stranger = other;
        var first = await PageAsync(parent, study, child);
        var again = await PageAsync(parent, study, child);
        var siblings = await PageAsync(parent, study, sibling);
        var strangers = await PageAsync(stranger, study, othersChild);

        string?[] Of(string name) =>
            [.. new[] { first, again, siblings, strangers }.Select(page => page.GetProperty(name).GetString())];
        foreach (var name in (string[])["unsentKey", "unsentTag"])
        {
            var values = Of(name);
            Assert.Equal(values[0], values[1]);
            Assert.Equal(3, values.Distinct().Count());
        }

        var people = Of("person");
        Assert.Equal(people[0], people[2]);
        Assert.Equal(2, people.Distinct().Count());
    }

    static async Task<JsonElement> PageAsync(ApiClient parent, Guid study, Guid child)
    {
        var play = await parent.EnterAsync(study, child);
        return SettingsIn(await play.GetAsync($"/studies/j/{study}/{child}/").TextAsync());
    }

    static JsonElement SettingsIn(string html)
    {
        var json = Regex
            .Match(html, "<script id=\"chs-play\" type=\"application/json\">(.*?)</script>")
            .Groups[1]
            .Value;
        return JsonDocument.Parse(json).RootElement;
    }

    [Theory]
    [InlineData("/studies/j/{study}/{child}")]
    [InlineData("/studies/{study}/{child}/")]
    public async Task Other_addresses_lead_to_the_one_with_the_last_slash_because_the_scripts_count_segments(
        string address
    )
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var play = await parent.EnterAsync(study, child);
        var path = address
            .Replace("{study}", study.ToString(), StringComparison.Ordinal)
            .Replace("{child}", child.ToString(), StringComparison.Ordinal);
        using var answer = await play.GetAsync(path);
        Assert.Equal($"/studies/j/{study}/{child}/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_experiment_is_a_file_with_the_researchers_text_and_nothing_else()
    {
        const string text = "const a = '</script><img>'; '<!--<script>'; `</SCRIPT`;\r\nawait 0; // é😀\u2028";
        using var researcher = await host.LoggedInAsync("researcher");
        var study = await CreateStudyAsync(researcher, text);
        var profile = new { givenName = "Try", birthday = "2021-03-01" };
        var child = (await researcher.PostJsonAsync("/api/v3/children", profile)).GetProperty("id").GetGuid();
        var play = await researcher.EnterAsync(study, child, isPreview: true);
        var page = SettingsIn(await play.GetAsync($"/exp/studies/j/{study}/{child}/preview/").TextAsync());
        using var file = await play.GetAsync(page.GetProperty("experiment").GetString()!);
        Assert.Equal("text/javascript; charset=utf-8", file.Content.Headers.ContentType!.ToString());
        Assert.Equal(text, await file.Content.ReadAsStringAsync());

        using var nobody = researcher.At(play.Address);
        await nobody.GetAsync(page.GetProperty("experiment").GetString()!).HasStatusAsync(HttpStatusCode.NotFound);
        await play.GetAsync($"/play/experiment/{Guid.NewGuid()}.js").HasStatusAsync(HttpStatusCode.NotFound);
    }

    static async Task<Guid> CreateStudyAsync(ApiClient researcher, string experiment)
    {
        var labs = await researcher.GetJsonAsync("/api/v3/labs?set=mine");
        var labId = labs.GetProperty("items")[0].GetProperty("id").GetGuid();
        var study = new { name = $"Text {Guid.NewGuid():N}", experiment };
        var created = await researcher.PostJsonAsync(
            "/api/v3/studies",
            new
            {
                labId,
                type = "jsPsych",
                study,
            }
        );
        return created.GetProperty("id").GetGuid();
    }

    [Fact]
    public async Task Families_get_no_previews()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var preview = $"/exp/studies/j/{study}/{child}/preview/";
        await parent.GetAsync(preview).HasStatusAsync(HttpStatusCode.NotFound);
        // The key of a family's play opens no preview either: it leads back to the site, which refuses.
        var play = await parent.EnterAsync(study, child);
        using var answer = await play.GetAsync(preview);
        Assert.Equal(new Uri(host.Server.Address, preview), answer.Headers.Location);
    }

    [Fact]
    public async Task Researchers_get_previews_whose_responses_say_so()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var (study, child) = await researcher.DemoAsync();
        var play = await researcher.EnterAsync(study, child, isPreview: true);
        using var page = await play.GetAsync($"/exp/studies/j/{study}/{child}/preview/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var settings = SettingsIn(await page.Content.ReadAsStringAsync());
        Assert.True(settings.GetProperty("isPreview").GetBoolean());
        var document = await researcher.GetJsonAsync($"/api/v2/responses/{settings.GetProperty("response")}/");
        var attributes = document.GetProperty("data").GetProperty("attributes");
        Assert.True(attributes.GetProperty("is_preview").GetBoolean());
    }
}
