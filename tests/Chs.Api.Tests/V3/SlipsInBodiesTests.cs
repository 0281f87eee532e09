using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>What is wrong with a body that somebody wrote by hand is said in their words, with its place.</summary>
[Collection("api")]
public class SlipsInBodiesTests(ApiHost host)
{
    public static TheoryData<string, string> Slips =>
        new()
        {
            { "{\"data\": {\"type\": \"responses\",}}", "Line 1, column 30: No comma may stand before '}'" },
            { "{\n  // mine\n  \"data\": {}}", "Line 2, column 3: JSON has no comments" },
            { "{\"data\":\0 {}}", "Line 1, column 9: A NUL character (U+0000) stands here" },
            { "{\"data\": \"a\0\"}", "Line 1, column 12: A NUL character (U+0000) stands here" },
            { "{'data': {}}", "Line 1, column 2: Names stand in double quotes" },
            // The emoji that was cut may stand in session data.
            { "{\"more\": [\"\\ud83d\",]}", "Line 1, column 19: No comma may stand before ']'" },
            { "{\"data\": {}", "Line 1, column 1: This '{' is never closed" },
        };

    [Theory, MemberData(nameof(Slips))]
    public async Task In_v3(string body, string told)
    {
        using var parent = await host.LoggedInAsync("parent");
        using var answer = await parent.SendAsync(HttpMethod.Post, "/api/v3/children", Body(body, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.StartsWith($"The body can't be read. {told}", error.GetProperty("message").GetString());
    }

    [Theory, MemberData(nameof(Slips))]
    public async Task In_v1_and_v2(string body, string told)
    {
        using var parent = await ScriptAsync();
        using var answer = await parent.SendAsync(
            HttpMethod.Post,
            "/api/v2/responses/",
            Body(body, "application/vnd.api+json")
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
        Assert.StartsWith($"JSON parse error: {told}", errors[0].GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_byte_order_mark_is_taken_off_in_v3_and_named_in_v2()
    {
        using var parent = await host.LoggedInAsync("parent");
        using var refused = await parent.SendAsync(
            HttpMethod.Post,
            "/api/v3/children",
            Body("\uFEFF{\"givenName\":\"\",\"birthday\":\"2022-01-01\"}", "application/json")
        );
        Assert.Contains("/givenName", await refused.Content.ReadAsStringAsync());
        using var script = await ScriptAsync();
        using var named = await script.SendAsync(
            HttpMethod.Post,
            "/api/v2/responses/",
            Body("\uFEFF{\"data\":{}}", "application/vnd.api+json")
        );
        Assert.Contains("byte order mark", await named.Content.ReadAsStringAsync());
    }

    /// <summary>A parent's program, which writes with a key.</summary>
    async Task<ApiClient> ScriptAsync()
    {
        var parent = await host.LoggedInAsync("parent");
        await parent.UseKeyAsync();
        return parent;
    }

    static StringContent Body(string text, string type) =>
        new(text, new UTF8Encoding(false)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
}
