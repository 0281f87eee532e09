using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Chs.Api.Tests;

/// <summary>Each wrong input to v3 gets its precise refusal, and nothing changes.</summary>
[Collection("api")]
public class BadInput_(ApiHost host)
{
    static StringContent Body(string text, string type) =>
        new(text, Encoding.UTF8) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    [Fact]
    public async Task Of_forty_megabytes_is_too_large_for_either_contract()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        var response = await parent.StartAsync(study, child);
        var huge = new string('x', 40_000_000);
        await parent.PatchAsync(response, $$"""{"exp_data":["{{huge}}"]}""").IsJsonApiErrorAsync(413);
        await parent.PostAsync("/api/v3/children", new { givenName = huge }).IsProblemAsync(413, "request.too_large");
        await parent
            .PostAsync("/api/v3/children", new { givenName = huge }, ("Idempotency-Key", "large"))
            .IsProblemAsync(413, "request.too_large");
    }

    [Fact]
    public async Task To_v3_says_everything_that_is_wrong_at_once()
    {
        var (parent, _, _) = await host.FamilyAsync();
        using var family = parent;
        var answer = await parent.PostAsync(
            "/api/v3/children",
            new
            {
                givenName = new string('x', 256),
                birthday = "2022-01-01",
                gestationalAge = 18,
                languages = new[] { "klingon" },
            }
        );
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((400, "request.invalid"), await ApiHost.ProblemAsync(answer));
        var errors = JsonDocument
            .Parse(text)
            .RootElement.GetProperty("errors")
            .EnumerateArray()
            .Select(error => (error.GetProperty("pointer").GetString(), error.GetProperty("code").GetString()))
            .ToList();
        Assert.Contains(("/givenName", "too_long"), errors);
        Assert.Contains(("/gestationalAge", "out_of_range"), errors);
        Assert.Contains(("/languages", "unknown_value"), errors);
    }

    [Theory]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01""", 400)]
    [InlineData("""{"givenName":null,"birthday":"2022-01-01"}""", 400)]
    [InlineData("""{"givenName":"a"}""", 400)]
    [InlineData("""{"givenName":"a","birthday":"soon"}""", 400)]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01","gender":"dragon"}""", 400)]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01","gender":2}""", 400)]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01","shoeSize":3}""", 400)]
    [InlineData("""{"givenName":"a","givenName":"b","birthday":"2022-01-01"}""", 400)]
    [InlineData("""{"givenName":"a\u0000","birthday":"2022-01-01"}""", 400)]
    [InlineData("""{"givenName":"a\ud800","birthday":"2022-01-01"}""", 400)]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01","gestationalAge":1e999}""", 400)]
    [InlineData("""{"givenName":"a","birthday":"3022-01-01"}""", 400)]
    [InlineData("""{"givenName":"a","birthday":"2022-01-01","languages":[null]}""", 400)]
    [InlineData("[]", 400)]
    [InlineData("null", 400)]
    [InlineData("", 400)]
    public async Task To_v3_gets_a_problem_and_changes_nothing(string body, int status)
    {
        var (parent, _, _) = await host.FamilyAsync();
        using var family = parent;
        await parent
            .SendAsync(HttpMethod.Post, "/api/v3/children", Body(body, "application/json"))
            .IsProblemAsync(status);
        var children = await parent.GetJsonAsync("/api/v3/children");
        Assert.Equal(1, children.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task To_v3_of_ten_thousand_levels_gets_a_problem()
    {
        using var parent = await host.LoggedInAsync("parent");
        var deep = "{\"givenName\":" + new string('[', 10_000) + new string(']', 10_000) + "}";
        await parent.SendAsync(HttpMethod.Post, "/api/v3/children", Body(deep, "application/json")).IsProblemAsync(400);
    }

    [Fact]
    public async Task To_v3_on_the_wrong_route_gets_a_problem()
    {
        using var parent = await host.LoggedInAsync("parent");
        await parent
            .SendAsync(HttpMethod.Post, "/api/v3/children", Body("{}", "text/plain"))
            .IsProblemAsync(415, "request.unsupported_media_type");
        await parent.DeleteAsync("/api/v3/children").IsProblemAsync(405, "route.method_not_allowed");
        await parent.GetAsync("/api/v3/nothing").IsProblemAsync(404, "route.not_found");
        await parent.GetAsync("/api/v3/children/not-an-id").IsProblemAsync(404, "route.not_found");
    }

    [Theory]
    [InlineData("cursor=x")]
    [InlineData("cursor=e30")]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=many")]
    [InlineData("cursor=%00")]
    public async Task To_a_page_of_v3_gets_a_problem(string query)
    {
        using var parent = await host.LoggedInAsync("parent");
        await parent.GetAsync($"/api/v3/children?{query}").IsProblemAsync(400);
    }

    [Fact]
    public async Task As_an_idempotency_key_gets_a_problem()
    {
        using var parent = await host.LoggedInAsync("parent");
        var child = new { givenName = "a", birthday = "2022-01-01" };
        await parent
            .PostAsync("/api/v3/children", child, ("Idempotency-Key", new string('k', 201)))
            .IsProblemAsync(400);
    }

    [Fact]
    public async Task To_a_new_account_gets_a_problem()
    {
        using var nobody = host.Nobody();
        await nobody
            .PostAsync("/api/v3/accounts", new { email = "PARENT@demo.chs", password = ApiHost.Password })
            .IsProblemAsync(409, "account.email_taken");
        string[] weak = ["short", "1234567890123", "parent@new.example", "password123"];
        foreach (var password in weak)
            await nobody
                .PostAsync("/api/v3/accounts", new { email = "parent@new.example", password })
                .IsProblemAsync(400, "request.invalid");
    }

    [Fact]
    public async Task To_a_study_s_steps_gets_a_problem()
    {
        using var parent = await host.LoggedInAsync("parent");
        var (study, _) = await parent.DemoAsync();
        await parent.PostAsync($"/api/v3/studies/{study}/steps", new { step = "pause" }).IsProblemAsync(404);
        await parent
            .PostAsync($"/api/v3/studies/{study}/steps", new { step = "explode" })
            .IsProblemAsync(400, "request.invalid");
    }
}
