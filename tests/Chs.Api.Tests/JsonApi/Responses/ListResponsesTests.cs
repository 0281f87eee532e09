using System.Text.Json;
using Xunit;

namespace Chs.Api.Tests.JsonApi.Responses;

[Collection("api")]
public class ListResponsesTests(ApiHost host)
{
    const string Responses = "/api/v2/responses/";

    [Fact]
    public async Task Pages_begin_with_the_newest_and_link_to_each_other()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var created = await parent.CreateTwelveAsync(study, child);
        var first = await parent.GetJsonAsync($"/api/v1/studies/{study}/responses/?page[size]=10&page=1&child={child}");
        Assert.Equal(created[..10], ResponseDocuments.IdsOf(first));
        var links = first.GetProperty("links");
        Assert.Equal(JsonValueKind.Null, links.GetProperty("prev").ValueKind);
        var next = new Uri(links.GetProperty("next").GetString()!);
        Assert.StartsWith(
            $"{host.Server.Address}api/v1/studies/{study}/responses/?child={child}&page=2&",
            next.ToString()
        );
        Assert.Equal(created[10..], await parent.IdsAsync(next.PathAndQuery));
    }

    [Fact]
    public async Task Pages_say_where_they_are_and_how_many_there_are()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        await parent.CreateTwelveAsync(study, child);
        var first = await parent.GetJsonAsync($"/api/v1/studies/{study}/responses/?page[size]=10&page=1&child={child}");
        var meta = first.GetProperty("links").GetProperty("meta");
        Assert.Equal(1, meta.GetProperty("page").GetInt32());
        Assert.Equal(2, meta.GetProperty("pages").GetInt32());
        Assert.Equal(12, meta.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Pages_have_the_requested_size_where_it_can_be_read()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var created = await parent.CreateTwelveAsync(study, child);
        Assert.Equal(created[2..4], await parent.IdsAsync($"{Responses}?study={study}&page_size=2&page=2"));
        Assert.Equal(12, (await parent.IdsAsync($"{Responses}?page_size=1000")).Count);
        Assert.Equal(10, (await parent.IdsAsync($"{Responses}?page_size=many")).Count);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3")]
    [InlineData("last")]
    [InlineData("-1")]
    public async Task A_page_that_does_not_exist_is_not_found(string page)
    {
        var (client, _, _) = await host.FamilyAsync();
        using var parent = client;
        await parent.GetAsync($"{Responses}?page={page}").IsJsonApiErrorAsync(404, "not_found", "/data");
    }

    [Fact]
    public async Task The_response_that_was_saved_last_comes_first()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var created = await parent.CreateTwelveAsync(study, child);
        await parent.PatchAsync(created[5], """{"completed":true}""").SucceedsAsync();
        Assert.Equal(created[5], (await parent.IdsAsync(Responses))[0]);
    }

    [Fact]
    public async Task Another_family_sees_no_responses_and_children_of_this_one()
    {
        var (one, study, child) = await host.FamilyAsync();
        var (other, _, _) = await host.FamilyAsync();
        var response = await one.StartAsync(study, child);
        Assert.DoesNotContain(response, await other.IdsAsync($"{Responses}?page_size=100"));
        Assert.Empty(await other.IdsAsync($"{Responses}?child={child}"));
        Assert.Empty(await other.IdsAsync($"/api/v2/studies/{study}/responses/?child={child}"));
        Assert.Empty(await other.IdsAsync($"/api/v2/studies/{study}/responses/"));
        Assert.DoesNotContain(child, await other.IdsAsync("/api/v2/children/?page_size=100"));
        Assert.Equal([child], await one.IdsAsync("/api/v2/children/"));
    }

    [Fact]
    public async Task Researchers_see_no_response_without_consent()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        using var researcher = await host.LoggedInAsync("researcher");
        Assert.DoesNotContain(response, await researcher.IdsAsync($"/api/v2/studies/{study}/responses/?page_size=100"));
        Assert.Empty(await researcher.IdsAsync($"/api/v2/studies/{study}/responses/?child={child}"));
    }

    [Fact]
    public async Task Researchers_of_the_study_see_consented_responses_and_their_children()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var response = await parent.StartAsync(study, child);
        await parent.PatchAsync(response, """{"completed_consent_frame":true}""").SucceedsAsync();
        using var researcher = await host.LoggedInAsync("researcher");
        await researcher.PostJsonAsync(
            $"/api/v3/studies/{study}/responses/{response}/consent-rulings",
            new { ruling = "accepted" }
        );
        Assert.Contains(response, await researcher.IdsAsync($"/api/v1/studies/{study}/responses/?page_size=100"));
        Assert.Contains(child, await researcher.IdsAsync("/api/v1/children/?page_size=100"));
        Assert.Equal([response], await researcher.IdsAsync($"/api/v1/responses/?child={child}"));
    }

    [Theory]
    [InlineData("studies/")]
    [InlineData("children/")]
    [InlineData("labs/")]
    [InlineData("feedback/")]
    [InlineData("responses/")]
    [InlineData("studies/{none}/responses/")]
    public async Task Whoever_is_not_logged_in_sees_no_list(string list)
    {
        using var nobody = host.Nobody();
        var path = list.Replace("{none}", Guid.NewGuid().ToString(), StringComparison.Ordinal);
        await nobody.GetAsync($"/api/v1/{path}").IsJsonApiErrorAsync(401);
    }

    [Fact]
    public async Task A_filter_that_is_no_id_is_refused()
    {
        using var parent = await host.LoggedInAsync("parent");
        var (study, _) = await parent.DemoAsync();
        await parent
            .GetAsync("/api/v1/responses/?study=not-a-uuid")
            .IsJsonApiErrorAsync(400, "invalid", "/data/relationships/study");
        await parent
            .GetAsync($"/api/v1/studies/{study}/responses/?child=TEST_CHILD_DISREGARD")
            .IsJsonApiErrorAsync(400, "invalid", "/data/relationships/child");
    }

    [Fact]
    public async Task A_study_that_does_not_exist_has_no_list()
    {
        using var parent = await host.LoggedInAsync("parent");
        await parent.GetAsync($"/api/v1/studies/{Guid.NewGuid()}/responses/").IsJsonApiErrorAsync(404);
    }
}
