using System.Net;
using Xunit;

namespace Chs.Api.Tests.V3.Studies;

/// <summary>A study's page for families.</summary>
[Collection("api")]
public class OpenStudyTests(ApiHost host)
{
    [Fact]
    public async Task Everybody_reads_a_study_that_takes_families()
    {
        using var nobody = host.Nobody();
        var open = (await nobody.GetJsonAsync("/api/v3/open-studies?limit=100")).GetProperty("items").EnumerateArray();
        var listed = open.Single(study => study.GetProperty("name").GetString() == "Faces");
        var id = listed.GetProperty("id").GetGuid();
        var study = await nobody.GetJsonAsync($"/api/v3/open-studies/{id}");
        Assert.Equal(listed.ToString(), study.GetProperty("summary").ToString());
        Assert.NotEqual("", study.GetProperty("contactInfo").GetString());
    }

    [Fact]
    public async Task Nobody_reads_one_that_doesn_t()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var lab = (await researcher.GetJsonAsync("/api/v3/labs?set=mine")).GetProperty("items")[0];
        var draft = new { labId = lab.GetProperty("id").GetGuid(), study = new { name = $"Draft {Guid.NewGuid()}" } };
        var study = await researcher.PostJsonAsync("/api/v3/studies", draft);
        foreach (var reader in new[] { researcher, host.Nobody() })
        {
            using var answer = await reader.GetAsync($"/api/v3/open-studies/{study.GetProperty("id").GetGuid()}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }
}
