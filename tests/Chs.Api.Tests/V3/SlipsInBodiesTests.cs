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

    [Theory]
    [InlineData("{\"givenName\":\"x\\ud83d\"", "/givenName", "Line 1, column 2: Half of a character")]
    [InlineData("{\"givenName\":\"\\\\u\\t\\u0041é\\n😀\\ude00\"", "/givenName", "Line 2, column 3: Half of a")]
    [InlineData("{\"k\\ud83d\":1", "", "The body can't be read. Line 1, column 4: Half of a character")]
    public async Task Half_of_a_character_is_named(string beginning, string pointer, string told) =>
        await IsToldAsync(Encoding.UTF8.GetBytes($"{beginning},\"birthday\":\"2022-01-01\"}}"), pointer, told);

    [Theory]
    [InlineData("{\"givenName\":\"Köln\"", "/givenName", "Line 1, column 2: A byte that isn't UTF-8 (0xF6)")]
    [InlineData("{\n\"Köln\":1", "", "The body can't be read. Line 2, column 3: A byte that isn't UTF-8 (0xF6)")]
    public async Task Bytes_of_another_encoding_are_named_with_what_to_do(string beginning, string pointer, string told)
    {
        var message = await IsToldAsync(
            Encoding.Latin1.GetBytes($"{beginning},\"birthday\":\"2022-01-01\"}}"),
            pointer,
            told
        );
        Assert.EndsWith("save the text as UTF-8.", message);
    }

    /// <returns>The message of the answer's only fault.</returns>
    async Task<string> IsToldAsync(byte[] body, string pointer, string told)
    {
        using var parent = await host.LoggedInAsync("parent");
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        using var answer = await parent.SendAsync(HttpMethod.Post, "/api/v3/children", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal(pointer, error.GetProperty("pointer").GetString());
        Assert.Equal("malformed", error.GetProperty("code").GetString());
        Assert.StartsWith(told, error.GetProperty("message").GetString());
        return error.GetProperty("message").GetString()!;
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
