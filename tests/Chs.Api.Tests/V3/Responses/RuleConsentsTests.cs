using System.Net;
using Xunit;

namespace Chs.Api.Tests.V3.Responses;

[Collection("api")]
public class RuleConsentsTests(ApiHost host)
{
    [Fact]
    public async Task Entries_that_are_null_are_refused_as_that()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var studies = await researcher.GetJsonAsync("/api/v3/studies?limit=1");
        var study = $"/api/v3/studies/{studies.GetProperty("items")[0].GetProperty("id").GetGuid()}";
        var nothing = new object?[] { null };
        using var rulings = await researcher.PostAsync($"{study}/consent-rulings", new { rulings = nothing });
        Assert.Equal([("/rulings/0", "required")], await ApiHost.FaultsAsync(rulings));
        using var roles = await researcher.PutAsync($"{study}/researchers", new { roles = nothing });
        Assert.Equal([("/roles/0", "required")], await ApiHost.FaultsAsync(roles));
    }

    [Fact]
    public async Task Rulings_are_made_once_however_often_they_are_sent()
    {
        var story = new StudyStory(host);
        await story.InitializeAsync();
        using var researcher = story.Researcher;
        var rulings = new { rulings = new[] { new { responseId = story.Response, ruling = "accepted" } } };
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        using var ruled = await researcher.PostAsync(AddressOf(story), rulings, key);
        Assert.Equal(HttpStatusCode.Created, ruled.StatusCode);
        using var again = await researcher.PostAsync(AddressOf(story), rulings, key);
        Assert.Equal(await ruled.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        var accepted = await researcher.GetJsonAsync($"/api/v3/studies/{story.Study}/responses?ids={story.Response}");
        Assert.Equal("accepted", accepted.GetProperty("items")[0].GetProperty("consent").GetString());
    }

    [Fact]
    public async Task Faults_point_to_the_rulings_that_have_them()
    {
        var story = new StudyStory(host);
        await story.InitializeAsync();
        using var researcher = story.Researcher;
        object[] unreadable =
        [
            new { responseId = story.Response, ruling = "maybe" },
            new { responseId = "x", ruling = "accepted" },
        ];
        using var malformed = await researcher.PostAsync(AddressOf(story), new { rulings = unreadable });
        Assert.Equal(
            [("/rulings/0/ruling", "unknown_value"), ("/rulings/1/responseId", "not_an_id")],
            await ApiHost.FaultsAsync(malformed)
        );

        object[] unknown =
        [
            new { responseId = story.Response, ruling = "accepted" },
            new { responseId = Guid.NewGuid(), ruling = "accepted" },
        ];
        using var refused = await researcher.PostAsync(AddressOf(story), new { rulings = unknown });
        Assert.Equal([("/rulings/1/responseId", "response.not_found")], await ApiHost.FaultsAsync(refused));
    }

    static string AddressOf(StudyStory story) => $"/api/v3/studies/{story.Study}/consent-rulings";
}
