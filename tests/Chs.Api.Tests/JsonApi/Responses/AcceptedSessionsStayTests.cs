using System.Net;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.JsonApi.Responses;

/// <summary>
/// What a session is, is fixed when it is made, and what it has reached can't be taken back: nothing that a page or a
/// parent's key says later makes an accepted session disappear.
/// </summary>
[Collection("api")]
public class AcceptedSessionsStayTests(ApiHost host)
{
    const string TakenBack = """
        {"is_preview":true,"completed":false,"completed_consent_frame":false,"survey_consent":false}
        """;

    const string TakenBackWhole = """
        {"is_preview":true,"completed":false,"completed_consent_frame":false,"survey_consent":false,
        "conditions":{},"global_event_timings":{},"exp_data":[{"trial_index":0}],"sequence":[]}
        """;

    [Theory]
    [InlineData("v1", "PATCH", false)]
    [InlineData("v2", "PATCH", true)]
    [InlineData("v1", "PUT", true)]
    [InlineData("v2", "PUT", false)]
    public async Task Stay_what_they_are_whatever_is_sent_later(string version, string verb, bool byKey)
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        using var researcher = await host.LoggedInAsync("researcher");
        var response = await AcceptedAsync(parent, researcher, study, child);
        var attributes = verb == "PUT" ? TakenBackWhole : TakenBack;
        using var content = Document(response, attributes);
        (string, string)[] headers = byKey ? [await parent.KeyAsync()] : [];
        var sender = byKey ? parent : parent.Play;
        await sender
            .SendAsync(new HttpMethod(verb), $"/api/{version}/responses/{response}/", content, headers)
            .HasStatusAsync(HttpStatusCode.OK);

        await researcher.DeleteAsync($"/api/v3/studies/{study}/previews").SucceedsAsync();
        Assert.Equal((false, true, true, true), FlagsOf(await parent.GetJsonAsync($"/api/v1/responses/{response}/")));
        var item = await researcher.GetJsonAsync($"/api/v3/studies/{study}/responses?ids={response}");
        var listed = Assert.Single(item.GetProperty("items").EnumerateArray());
        Assert.False(listed.GetProperty("isPreview").GetBoolean());
        Assert.True(listed.GetProperty("isCompleted").GetBoolean());
        Assert.True(listed.GetProperty("hasCompletedConsentFrame").GetBoolean());
        using var export = await researcher.GetAsync($"/api/v3/studies/{study}/exports/responses.csv");
        Assert.Contains($"{response}", await export.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("study", "studies")]
    [InlineData("child", "children")]
    public async Task Stay_with_their_study_and_child(string relation, string type)
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        var sibling = await parent.PostJsonAsync(
            "/api/v3/children",
            new { givenName = "Kim", birthday = "2021-03-01" }
        );
        var other = relation == "child" ? sibling.GetProperty("id").GetGuid() : Guid.NewGuid();
        var document = $$$"""
            {"data":{"id":"{{{response}}}","type":"responses","attributes":{"completed":true},
            "relationships":{"{{{relation}}}":{"data":{"type":"{{{type}}}","id":"{{{other}}}"} } } } }
            """;
        using var content = new StringContent(document) { Headers = { ContentType = new("application/vnd.api+json") } };
        await parent
            .SendAsync(HttpMethod.Patch, $"/api/v1/responses/{response}/", content, await parent.KeyAsync())
            .HasStatusAsync(HttpStatusCode.Conflict);
        Assert.False(
            (await parent.GetJsonAsync($"/api/v1/responses/{response}/"))
                .GetProperty("data")
                .GetProperty("attributes")
                .GetProperty("completed")
                .GetBoolean()
        );
    }

    static async Task<Guid> AcceptedAsync(ApiClient parent, ApiClient researcher, Guid study, Guid child)
    {
        var response = await parent.StartAsync(study, child);
        await parent
            .PatchAsync(
                response,
                """{"exp_data":[1],"completed":true,"completed_consent_frame":true,"survey_consent":true}"""
            )
            .SucceedsAsync();
        await researcher.PostJsonAsync(
            $"/api/v3/studies/{study}/responses/{response}/consent-rulings",
            new { ruling = "accepted" }
        );
        return response;
    }

    static (bool IsPreview, bool Completed, bool Consent, bool SurveyConsent) FlagsOf(JsonElement document)
    {
        var attributes = document.GetProperty("data").GetProperty("attributes");
        bool Flag(string name) => attributes.GetProperty(name).GetBoolean();
        return (Flag("is_preview"), Flag("completed"), Flag("completed_consent_frame"), Flag("survey_consent"));
    }

    static StringContent Document(Guid response, string attributes) =>
        new($$$"""{"data":{"id":"{{{response}}}","type":"responses","attributes":{{{attributes}}}}}""")
        {
            Headers = { ContentType = new("application/vnd.api+json") },
        };
}
