using System.Net;
using System.Text.Json;
using Chs.Api.Tests.JsonApi;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.Pages;

/// <summary>Scripts in the text fields of accounts, labs, studies and children run on nobody's page.</summary>
[Collection("api")]
public class StoredScriptsTests(ApiHost host)
{
    const string Script = "\"'><script>alert('stored')</script><img src=x onerror=alert(1)>";

    /// <summary>Members of a study that take no free text, or that would make it need a build.</summary>
    static readonly string[] NotText =
    [
        "structure",
        "generator",
        "usesGenerator",
        "runnerRepository",
        "runnerCommit",
        "externalUrl",
        "external",
        "exitUrl",
        "criteriaExpression",
        "irbUntil",
        "labId",
        "experiment",
        "note",
    ];

    readonly Contract _contract = Contract.Read("v3");

    [Fact]
    public async Task A_stored_script_is_text_on_our_pages()
    {
        var (_, study, _) = await PublishStudyAsync();
        var (family, _, _) = await host.FamilyAsync();
        using var parent = family;
        var profile = new
        {
            givenName = Script,
            birthday = "2022-03-01",
            additionalInformation = Script,
        };
        var child = (await parent.PostJsonAsync("/api/v3/children", profile)).GetProperty("id").GetGuid();
        // The last ones show what comes from their address.
        string[] pages =
        [
            "/",
            $"/exp/studies/j/{study}/{child}/preview/",
            $"/login/?next={Uri.EscapeDataString("/" + Script)}",
            $"/login/code/?next={Uri.EscapeDataString("/" + Script)}",
            $"/account/confirm/?token={Uri.EscapeDataString(Script)}",
            $"/account/password/?token={Uri.EscapeDataString(Script)}",
        ];
        foreach (var page in pages)
            AssertIsText(await parent.GetAsync(page).TextAsync(), page);
        Assert.Contains("&lt;script&gt;alert", await parent.GetAsync("/").TextAsync());
    }

    [Fact]
    public async Task A_stored_script_is_text_on_the_pages_around_a_study()
    {
        var (_, study, _) = await PublishStudyAsync();
        var (family, _, _) = await host.FamilyAsync();
        using var parent = family;
        var profile = new { givenName = Script, birthday = "2022-03-01" };
        var child = (await parent.PostJsonAsync("/api/v3/children", profile)).GetProperty("id").GetGuid();
        var play = await parent.EnterAsync(study, child);
        var page = await play.GetAsync($"/studies/j/{study}/{child}/").TextAsync();
        AssertIsText(page, "the study's page");
        Assert.Contains("&lt;script&gt;alert", page);
        Assert.Contains("\\u003Cscript\\u003Ealert", page);

        var (name, key) = await parent.KeyAsync();
        using var frontEnd = host.Nobody();
        var path = $"/api/v3/studies/{study}/responses";
        using var started = await frontEnd.PostAsync(
            path,
            new { childId = child },
            (name, key.Replace("Token", "Bearer"))
        );
        var open = new Uri((await ApiClient.ReadAsync(started)).GetProperty("open").GetProperty("url").GetString()!);
        using var browser = frontEnd.At(host.PlayAddress(study));
        var code = new FormUrlEncodedContent(new Dictionary<string, string> { ["code"] = open.Fragment[1..] });
        var asked = await browser.SendAsync(HttpMethod.Post, "/play/start", code).TextAsync();
        AssertIsText(asked, "the page before the study");
        // The study's name twice or more, and the child's.
        Assert.True(asked.Split("&lt;script&gt;alert").Length > 3, asked);
    }

    static void AssertIsText(string html, string page)
    {
        Assert.False(html.Contains("<script>alert", StringComparison.OrdinalIgnoreCase), page);
        Assert.False(html.Contains("<img src=x", StringComparison.OrdinalIgnoreCase), page);
    }

    [Fact]
    public async Task A_stored_script_is_answered_as_JSON_that_no_browser_takes_for_a_page()
    {
        var (lab, study, client) = await PublishStudyAsync();
        using var researcher = client;
        string[] paths =
        [
            $"/api/v3/studies/{study}",
            $"/api/v3/labs/{lab}",
            "/api/v3/me",
            $"/api/v3/studies/{study}/log",
            $"/api/v1/studies/{study}/",
        ];
        foreach (var path in paths)
        {
            using var answer = await researcher.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.EndsWith("json", answer.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task A_stored_script_is_no_element_of_a_mail()
    {
        await PublishStudyAsync();
        var mail = await host.MailAsync("reviewer@demo.chs", $"{Script}: submit");
        Assert.DoesNotContain("<script>", mail.HtmlBody);
        Assert.DoesNotContain("<img", mail.HtmlBody);
    }

    /// <summary>A researcher, a lab and an active study with the script in every text.</summary>
    async Task<(Guid Lab, Guid Study, ApiClient Researcher)> PublishStudyAsync()
    {
        var (researcher, email, _) = await host.ResearcherAsync();
        await researcher
            .PatchAsync(
                "/api/v3/me",
                new
                {
                    givenName = Script,
                    familyName = Script,
                    nickname = Script,
                }
            )
            .SucceedsAsync();
        using var reviewer = await host.LoggedInAsync("reviewer");
        var labInput = TextsOf("createLab");
        labInput["contactEmail"] = email;
        labInput["website"] = "";
        labInput["slug"] = null;
        labInput["name"] = Script + Guid.NewGuid();
        var lab = (await researcher.PostJsonAsync("/api/v3/labs", labInput)).GetProperty("id").GetGuid();
        await reviewer.PutAsync($"/api/v3/labs/{lab}/approval").SucceedsAsync();

        var input = TextsOf("updateStudy");
        foreach (var member in NotText)
            input.Remove(member);
        input["experiment"] = "1";
        var created = await researcher.PostJsonAsync("/api/v3/studies", new { labId = lab, study = input });
        var study = created.GetProperty("id").GetGuid();
        var steps = $"/api/v3/studies/{study}/steps";
        await researcher.PostJsonAsync(steps, new { step = "submit", comments = Script });
        await reviewer.PostJsonAsync(steps, new { step = "approve", comments = Script });
        await researcher.PostJsonAsync(steps, new { step = "activate", comments = Script });
        return (lab, study, researcher);
    }

    /// <summary>The script for every member of an operation's input that takes free text.</summary>
    Dictionary<string, object?> TextsOf(string operation)
    {
        var schema = _contract.Operations.Single(o => o.Id == operation).Bodies["application/json"].Schema;
        return _contract
            .Resolve(schema)
            .GetProperty("properties")
            .EnumerateObject()
            .Where(member => IsText(_contract.Resolve(member.Value)))
            .ToDictionary(member => member.Name, object? (_) => Script);
    }

    static bool IsText(JsonElement schema) =>
        schema.TryGetProperty("type", out var type)
        && type.GetString() == "string"
        && !schema.TryGetProperty("format", out _)
        && !schema.TryGetProperty("enum", out _);
}
