using System.Net;
using Xunit;

namespace Chs.Api.Tests.JsonApi.Responses;

[Collection("api")]
public class CreateResponseTests(ApiHost host)
{
    [Fact]
    public async Task A_response_is_created_as_the_frameplayer_does()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var attributes = (await parent.CreateAsFrameplayerAsync(study, child)).GetProperty("attributes");
        Assert.Equal("recordrtc", attributes.GetProperty("recording_method").GetString());
        Assert.False(attributes.TryGetProperty("created_on", out _));
    }

    [Fact]
    public async Task A_response_needs_a_study_and_a_child_of_the_family()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        using var other = await host.LoggedInAsync("parent");
        var (_, foreign) = await other.DemoAsync();
        await parent
            .CreateAsync(ResponseDocuments.New(null, child))
            .IsJsonApiErrorAsync(400, "required", "/data/relationships/study");
        await parent
            .CreateAsync(ResponseDocuments.New(study, null))
            .IsJsonApiErrorAsync(400, "required", "/data/relationships/child");
        await parent
            .CreateAsync(ResponseDocuments.New(study, foreign))
            .IsJsonApiErrorAsync(403, "permission_denied", "/data");
        await parent.CreateAsync(ResponseDocuments.New(study, Guid.NewGuid())).IsJsonApiErrorAsync(404);
        await parent.CreateAsync(ResponseDocuments.New(Guid.NewGuid(), child)).IsJsonApiErrorAsync(404);
        Assert.Equal(0, await parent.CountResponsesAsync());
        await parent.CreateAsync(ResponseDocuments.New(study, child)).HasStatusAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Wrong_attributes_and_another_type_make_no_response()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        // Families have no previews.
        await parent
            .CreateAsync(ResponseDocuments.New(study, child, """{"is_preview":true}"""))
            .IsJsonApiErrorAsync(404);
        await parent
            .CreateAsync(ResponseDocuments.New(study, child, type: "studies"))
            .IsJsonApiErrorAsync(409, "invalid", "/data");
        await parent
            .CreateAsync(ResponseDocuments.New(study, child, """{"exp_data":null}"""))
            .IsJsonApiErrorAsync(400, "null", "/data/attributes/exp_data");
        await parent
            .CreateAsync(ResponseDocuments.New(study, child, """{"completed":"maybe"}"""))
            .IsJsonApiErrorAsync(400, "invalid", "/data/attributes/completed");
        Assert.Equal(0, await parent.CountResponsesAsync());
        await parent.CreateAsync(ResponseDocuments.New(study, child)).HasStatusAsync(HttpStatusCode.Created);
    }
}
