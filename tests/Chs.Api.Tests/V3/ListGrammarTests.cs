using System.Text.Json;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>The parameters that lists of v3 share.</summary>
[Collection("api")]
public class ListGrammarTests(ApiHost host)
{
    [Fact]
    public async Task A_minus_sorts_in_descending_order()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var up = NamesOf(await researcher.GetJsonAsync("/api/v3/studies?sort=name&limit=100"));
        var down = NamesOf(await researcher.GetJsonAsync("/api/v3/studies?sort=-name&limit=100"));
        Assert.NotEmpty(up);
        Assert.Equal(up, down.AsEnumerable().Reverse());
    }

    [Theory]
    [InlineData("nameDescending")]
    [InlineData("2")]
    [InlineData("--name")]
    [InlineData("name,createdAt")]
    public async Task An_unknown_order_is_refused_with_the_names_of_the_others(string order)
    {
        using var researcher = await host.LoggedInAsync("researcher");
        using var answer = await researcher.GetAsync($"/api/v3/studies?sort={order}");
        Assert.Equal([("/sort", "unknown_value")], await ApiHost.FaultsAsync(answer));
        Assert.Contains("name, -name", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_total_is_there_only_when_it_is_asked_for()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var with = await researcher.GetJsonAsync("/api/v3/me/sessions?withTotal=true");
        var without = await researcher.GetJsonAsync("/api/v3/me/sessions");
        Assert.Equal(with.GetProperty("items").GetArrayLength(), with.GetProperty("total").GetInt32());
        Assert.False(without.TryGetProperty("total", out _));
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        using var admin = await host.LoggedInAsync("admin");
        var audit = await admin.GetJsonAsync("/api/v3/audit?limit=1");
        var cursor = audit.GetProperty("nextCursor").GetString();
        using var answer = await admin.GetAsync($"/api/v3/studies?cursor={cursor}");
        Assert.Equal([("/cursor", "cursor_of_another_list")], await ApiHost.FaultsAsync(answer));
        await admin.GetJsonAsync($"/api/v3/audit?limit=2&cursor={cursor}");
    }

    [Fact]
    public async Task Ids_may_be_repeated_but_must_be_ids()
    {
        using var researcher = await host.LoggedInAsync("researcher");
        var all = await researcher.GetJsonAsync("/api/v3/labs?limit=2");
        var ids = all.GetProperty("items").EnumerateArray().Select(lab => lab.GetProperty("id").GetGuid()).ToList();
        var some = await researcher.GetJsonAsync($"/api/v3/labs?ids={string.Join("&ids=", ids)}");
        Assert.Equal(NamesOf(all), NamesOf(some));
        using var answer = await researcher.GetAsync("/api/v3/labs?ids=x");
        Assert.Equal([("/ids", "not_an_id")], await ApiHost.FaultsAsync(answer));
    }

    static List<string> NamesOf(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];
}
