using System.Text.Json;
using Xunit;

namespace Chs.Api.Tests.JsonApi.Labs;

[Collection("api")]
public class ListLabsTests(ApiHost host)
{
    [Fact]
    public async Task The_list_has_approved_labs_only()
    {
        var labs = await LabsAsync();
        Assert.Contains(labs, lab => AttributesOf(lab).GetProperty("name").GetString() == "Demo lab");
        Assert.All(labs, lab => Assert.True(AttributesOf(lab).GetProperty("approved_to_test").GetBoolean()));
    }

    [Fact]
    public async Task A_lab_is_the_same_alone_as_in_the_list()
    {
        var first = (await LabsAsync())[0];
        using var parent = await host.LoggedInAsync("parent");
        var alone = await parent.GetJsonAsync($"/api/v1/labs/{first.GetProperty("id")}/");
        Assert.Equal(first.GetRawText(), alone.GetProperty("data").GetRawText());
    }

    async Task<List<JsonElement>> LabsAsync()
    {
        using var parent = await host.LoggedInAsync("parent");
        var list = await parent.GetJsonAsync("/api/v1/labs/");
        return [.. list.GetProperty("data").EnumerateArray()];
    }

    static JsonElement AttributesOf(JsonElement lab) => lab.GetProperty("attributes");
}
