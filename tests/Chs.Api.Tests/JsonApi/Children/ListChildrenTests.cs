using System.Text.Json;
using Xunit;

namespace Chs.Api.Tests.JsonApi.Children;

[Collection("api")]
public class ListChildrenTests(ApiHost host)
{
    [Theory]
    [InlineData("", new[] { "2024-05-05", "2022-03-01", "2020-05-05" })]
    [InlineData("?ordering=birthday", new[] { "2020-05-05", "2022-03-01", "2024-05-05" })]
    [InlineData("?ordering=-birthday", new[] { "2024-05-05", "2022-03-01", "2020-05-05" })]
    public async Task Children_are_ordered_by_birthday(string query, string[] birthdays)
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        await parent.PostJsonAsync("/api/v3/children", new { givenName = "x", birthday = "2020-05-05" });
        await parent.PostJsonAsync("/api/v3/children", new { givenName = "x", birthday = "2024-05-05" });
        var list = await parent.GetJsonAsync($"/api/v1/children/{query}");
        Assert.Equal(birthdays, list.GetProperty("data").EnumerateArray().Select(BirthdayOf));
    }

    static string? BirthdayOf(JsonElement child) => child.GetProperty("attributes").GetProperty("birthday").GetString();
}
