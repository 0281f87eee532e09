using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Chs.Api.Tests.V3;

/// <summary>
/// Each wrong input to v3 gets its precise refusal, and nothing changes. Mostly shown by adding a child.
/// </summary>
[Collection("api")]
public class BadRequestTests(ApiHost host)
{
    const string Children = "/api/v3/children";

    static StringContent Body(string text, string type) =>
        new(text, Encoding.UTF8) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    [Theory]
    [InlineData("too large")]
    [InlineData("")]
    public async Task Forty_megabytes_are_too_large_with_and_without_an_idempotency_key(string key)
    {
        using var parent = await host.LoggedInAsync("parent");
        (string, string)[] headers = key.Length == 0 ? [] : [("Idempotency-Key", key)];
        await parent
            .PostAsync(Children, new { givenName = new string('x', 40_000_000) }, headers)
            .IsProblemAsync(413, "request.too_large");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        using var parent = await host.LoggedInAsync("parent");
        var child = new
        {
            givenName = new string('x', 256),
            birthday = "2022-01-01",
            gestationalAge = 18,
            languages = new[] { "klingon" },
        };
        using var answer = await parent.PostAsync(Children, child);
        Assert.Equal((400, "request.invalid"), await ApiHost.ProblemAsync(answer));
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var errors = problem
            .GetProperty("errors")
            .EnumerateArray()
            .Select(error => (error.GetProperty("pointer").GetString(), error.GetProperty("code").GetString()))
            .ToList();
        Assert.Contains(("/givenName", "too_long"), errors);
        Assert.Contains(("/gestationalAge", "out_of_range"), errors);
        Assert.Contains(("/languages/0", "unknown_value"), errors);
    }

    [Theory]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01""")]
    [InlineData("""{"givenName":null,"birthday":"2022-01-01"}""")]
    [InlineData("""{"givenName":"a"}""")]
    [InlineData("""{"givenName":"a","birthday":"soon"}""")]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01","gender":"dragon"}""")]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01","gender":2}""")]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01","shoeSize":3}""")]
    [InlineData("""{"givenName":"a","givenName":"b","birthday":"2022-01-01"}""")]
    [InlineData("""{"givenName":"a\u0000","birthday":"2022-01-01"}""")]
    [InlineData("""{"givenName":"a\ud800","birthday":"2022-01-01"}""")]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01","gestationalAge":1e999}""")]
    [InlineData("""{"givenName":"a","birthday":"3022-01-01"}""")]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01","languages":[null]}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_wrong_body_gets_a_problem_and_changes_nothing(string body)
    {
        using var parent = await host.LoggedInAsync("parent");
        var before = await parent.GetAsync(Children).TextAsync();
        await parent.SendAsync(HttpMethod.Post, Children, Body(body, "application/json")).IsProblemAsync(400);
        Assert.Equal(before, await parent.GetAsync(Children).TextAsync());
    }

    [Fact]
    public async Task A_body_of_ten_thousand_levels_gets_a_problem()
    {
        using var parent = await host.LoggedInAsync("parent");
        var deep = "{\"givenName\":" + new string('[', 10_000) + new string(']', 10_000) + "}";
        await parent.SendAsync(HttpMethod.Post, Children, Body(deep, "application/json")).IsProblemAsync(400);
    }

    [Fact]
    public async Task Another_media_type_is_unsupported()
    {
        using var parent = await host.LoggedInAsync("parent");
        await parent
            .SendAsync(HttpMethod.Post, Children, Body("{}", "text/plain"))
            .IsProblemAsync(415, "request.unsupported_media_type");
    }

    [Fact]
    public async Task A_verb_that_an_address_does_not_know_is_not_allowed()
    {
        using var parent = await host.LoggedInAsync("parent");
        await parent.DeleteAsync(Children).IsProblemAsync(405, "route.method_not_allowed");
    }

    [Theory]
    [InlineData("/api/v3/nothing")]
    [InlineData("/api/v3/children/not-an-id")]
    public async Task An_unknown_address_is_not_found(string path)
    {
        using var parent = await host.LoggedInAsync("parent");
        await parent.GetAsync(path).IsProblemAsync(404, "route.not_found");
    }

    [Theory]
    [InlineData("cursor=x")]
    [InlineData("cursor=e30")]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=many")]
    [InlineData("cursor=%00")]
    public async Task A_wrong_page_gets_a_problem(string query)
    {
        using var parent = await host.LoggedInAsync("parent");
        await parent.GetAsync($"/api/v3/children?{query}").IsProblemAsync(400);
    }

    [Fact]
    public async Task A_wrong_idempotency_key_gets_a_problem()
    {
        using var parent = await host.LoggedInAsync("parent");
        var child = new { givenName = "a", birthday = "2022-01-01" };
        await parent
            .PostAsync("/api/v3/children", child, ("Idempotency-Key", new string('k', 201)))
            .IsProblemAsync(400);
    }
}
