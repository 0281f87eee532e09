using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3.Studies;

/// <summary>From a new test participant to its end, as programs see it.</summary>
[Collection("api")]
public class TestParticipantTests(ApiHost host)
{
    [Fact]
    public async Task Names_what_is_wrong_with_a_new_one()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var path = await PathAsync(researcher);
        using var none = await researcher.PostAsync(path, new { });
        Assert.Equal([("/birthday", "required")], await ApiHost.FaultsAsync(none));
        using var wrong = await researcher.PostAsync(
            path,
            new
            {
                birthday = "2999-01-01",
                languages = new[] { "klingon" },
                parent = "me",
            }
        );
        Assert.Equal(400, (int)wrong.StatusCode);
        Assert.Contains(("/parent", "unknown_member"), await ApiHost.FaultsAsync(wrong));
    }

    [Fact]
    public async Task Needs_a_birthday_only_and_lasts_until_it_is_deleted()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var path = await PathAsync(researcher);
        using var created = await researcher.PostAsync(path, new { birthday = "1961-04-01" });
        Assert.Equal(201, (int)created.StatusCode);
        var participant = await ApiClient.ReadAsync(created);
        Assert.Equal("Test", participant.GetProperty("givenName").GetString());
        var id = participant.GetProperty("id").GetGuid();

        var study = path[..path.LastIndexOf('/')];
        var part = new { childId = id, isPreview = true };
        using var preview = await researcher.PostAsync($"{study}/responses", part);
        Assert.Equal(201, (int)preview.StatusCode);
        using var real = await researcher.PostAsync($"{study}/responses", new { childId = id });
        Assert.Equal((404, "child.not_found"), await ApiHost.ProblemAsync(real));
        using var child = await researcher.GetAsync($"/api/v1/children/{id}/");
        Assert.Equal(404, (int)child.StatusCode);

        using var deleted = await researcher.DeleteAsync($"{path}/{id}");
        Assert.Equal(204, (int)deleted.StatusCode);
        using var again = await researcher.DeleteAsync($"{path}/{id}");
        Assert.Equal((404, "test_participant.not_found"), await ApiHost.ProblemAsync(again));
    }

    /// <summary>The address of the test participants of a study that the researcher may preview.</summary>
    static async Task<string> PathAsync(ApiClient researcher)
    {
        var studies = await researcher.GetJsonAsync("/api/v3/studies?type=jsPsych&limit=1");
        return $"/api/v3/studies/{studies.GetProperty("items")[0].GetProperty("id").GetGuid()}/test-participants";
    }
}
