using System.Text.Json;
using Chs.Api.Tests.V3.Studies;
using Xunit;

namespace Chs.Api.Tests.JsonApi.Studies;

/// <summary>The structure of studies that were written by v3. The recorded ones are compared by <see cref="GoldenReplayTests"/>.</summary>
[Collection("api")]
public class ReadStudyTests(ApiHost host)
{
    [Fact]
    public async Task A_structure_carries_the_text_as_it_was_typed()
    {
        const string typed = "{\n  \"frames\": { \"a\": { \"kind\": \"<b>é</b>\" } }, \"sequence\": [\"a\"]\n}";
        var structure = await StructureAsync(new { name = "Frames", structure = typed });
        Assert.Equal(typed, structure.GetProperty("exact_text").GetString());
        Assert.Equal(["a"], structure.GetProperty("sequence").EnumerateArray().Select(frame => frame.GetString()));
        Assert.Equal(3, structure.EnumerateObject().Count());
    }

    [Fact]
    public async Task An_unfinished_structure_is_a_text_in_a_document_that_can_be_read()
    {
        const string typed = "{\"frames\": ";
        var structure = await StructureAsync(new { name = "Frames", structure = typed });
        Assert.Equal(typed, Assert.Single(structure.EnumerateObject()).Value.GetString());
    }

    [Fact]
    public async Task A_generated_structure_is_only_what_was_typed()
    {
        const string typed = "{\"frames\":{},\"sequence\":[]}";
        var structure = await StructureAsync(
            new
            {
                name = "Frames",
                structure = typed,
                usesGenerator = true,
            }
        );
        Assert.Equal(typed, Assert.Single(structure.EnumerateObject()).Value.GetString());
    }

    [Fact]
    public async Task A_study_that_a_change_sent_back_is_rejected_as_in_the_reference()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var study = await host.ActiveStudyAsync(researcher);
        using var changed = await researcher.PatchAsync(
            $"/api/v3/studies/{study}",
            new { experiment = "2" },
            ("If-Match", "*")
        );
        Assert.Contains("\"state\":\"sentBack\"", await changed.Content.ReadAsStringAsync());
        var recorded = await researcher.GetJsonAsync($"/api/v1/studies/{study}/");
        var attributes = recorded.GetProperty("data").GetProperty("attributes");
        Assert.Equal("rejected", attributes.GetProperty("state").GetString());
    }

    async Task<JsonElement> StructureAsync(object study)
    {
        var (client, email, _) = await host.ResearcherAsync();
        using var researcher = client;
        var labId = await researcher.CreateLabAsync(email);
        var created = await researcher.PostJsonAsync(
            "/api/v3/studies",
            new
            {
                labId,
                type = "frameplayer",
                study,
            }
        );
        var id = created.GetProperty("id").GetGuid();
        var document = await researcher.GetJsonAsync($"/api/v1/studies/{id}/");
        return document.GetProperty("data").GetProperty("attributes").GetProperty("structure");
    }
}
