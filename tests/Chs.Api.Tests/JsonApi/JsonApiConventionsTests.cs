using System.Net;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.JsonApi;

/// <summary>Headers, links, addresses and verbs that experiment runners rely on.</summary>
[Collection("api")]
public class JsonApiConventionsTests(ApiHost host)
{
    [Fact]
    public async Task Answers_have_the_headers_that_runners_know()
    {
        using var parent = await host.LoggedInAsync("parent");
        var (study, child) = await parent.DemoAsync();
        var response = await parent.StartAsync(study, child);
        using var answer = await parent.GetAsync($"/api/v2/responses/{response}/");
        Assert.Equal("application/vnd.api+json", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("GET, PUT, PATCH, HEAD, OPTIONS", string.Join(", ", answer.Content.Headers.Allow));
    }

    [Fact]
    public async Task Lists_of_responses_name_the_verbs_that_they_allow()
    {
        using var parent = await host.LoggedInAsync("parent");
        using var answer = await parent.GetAsync("/api/v1/responses/");
        Assert.Equal("GET, POST, HEAD, OPTIONS", string.Join(", ", answer.Content.Headers.Allow));
    }

    [Fact]
    public async Task Resources_have_the_links_and_times_that_runners_know()
    {
        var (parent, study, child) = await host.FamilyAsync();
        using var family = parent;
        var response = await parent.StartAsync(study, child);
        var data = (await parent.GetJsonAsync($"/api/v2/responses/{response}/")).GetProperty("data");
        var root = $"{host.Server.Address.ToString().TrimEnd('/')}/api/v2";
        Assert.Equal($"{root}/responses/{response}/", data.GetProperty("links").GetProperty("self").GetString());
        Assert.Equal($"{root}/children/{child}/", Related(data, "child").GetString());
        // This parent has given no demographic data.
        Assert.Equal(JsonValueKind.Null, Related(data, "demographic_snapshot").ValueKind);
        Assert.Matches(
            @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?-0[45]:00$",
            data.GetProperty("attributes").GetProperty("created_on").GetString()
        );
    }

    static JsonElement Related(JsonElement resource, string relationship) =>
        resource.GetProperty("relationships").GetProperty(relationship).GetProperty("links").GetProperty("related");

    [Fact]
    public async Task An_address_without_the_last_slash_redirects_to_the_one_with_it()
    {
        using var parent = await host.LoggedInAsync("parent");
        var (study, _) = await parent.DemoAsync();
        using var redirect = await parent.GetAsync($"/api/v1/studies/{study}?x=1");
        Assert.Equal(HttpStatusCode.MovedPermanently, redirect.StatusCode);
        Assert.Equal($"/api/v1/studies/{study}/?x=1", redirect.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Resources_answer_options_and_head()
    {
        using var parent = await host.LoggedInAsync("parent");
        var (study, _) = await parent.DemoAsync();
        var path = $"/api/v1/studies/{study}/";
        await parent.SendAsync(HttpMethod.Options, path).HasStatusAsync(HttpStatusCode.OK);
        using var head = await parent.SendAsync(HttpMethod.Head, path);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Links_do_not_believe_what_a_client_says_of_forwarding()
    {
        var (client, study, _) = await host.FamilyAsync();
        using var parent = client;
        using var answer = await parent.GetAsync(
            $"/api/v1/studies/{study}/",
            ("X-Forwarded-Host", "evil.example"),
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-For", "1.2.3.4")
        );
        var links = (await ApiClient.ReadAsync(answer)).GetProperty("data").GetProperty("links");
        Assert.Equal($"{host.Server.Address}api/v1/studies/{study}/", links.GetProperty("self").GetString());
    }
}
