using System.Net;
using Chs.Testing;
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
        await parent.EnterAsync(study, child);
        var attributes = (await parent.CreateAsFrameplayerAsync(study, child)).GetProperty("attributes");
        Assert.Equal("recordrtc", attributes.GetProperty("recording_method").GetString());
        Assert.False(attributes.TryGetProperty("created_on", out _));
    }

    [Fact]
    public async Task A_response_needs_a_study_and_a_child_of_the_family()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var key = await parent.KeyAsync();
        using var other = await host.LoggedInAsync("parent");
        var (_, foreign) = await other.DemoAsync();
        await parent
            .CreateAsync(ResponseDocuments.New(null, child), key)
            .IsJsonApiErrorAsync(400, "required", "/data/relationships/study");
        await parent
            .CreateAsync(ResponseDocuments.New(study, null), key)
            .IsJsonApiErrorAsync(400, "required", "/data/relationships/child");
        await parent
            .CreateAsync(ResponseDocuments.New(study, foreign), key)
            .IsJsonApiErrorAsync(403, "permission_denied", "/data");
        await parent.CreateAsync(ResponseDocuments.New(study, Guid.NewGuid()), key).IsJsonApiErrorAsync(404);
        await parent.CreateAsync(ResponseDocuments.New(Guid.NewGuid(), child), key).IsJsonApiErrorAsync(404);
        Assert.Equal(0, await parent.CountResponsesAsync());
        await parent.CreateAsync(ResponseDocuments.New(study, child), key).HasStatusAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Wrong_attributes_and_another_type_make_no_response()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var key = await parent.KeyAsync();
        // Families have no previews.
        await parent
            .CreateAsync(ResponseDocuments.New(study, child, """{"is_preview":true}"""), key)
            .IsJsonApiErrorAsync(404);
        await parent
            .CreateAsync(ResponseDocuments.New(study, child, type: "studies"), key)
            .IsJsonApiErrorAsync(409, "invalid", "/data");
        await parent
            .CreateAsync(ResponseDocuments.New(study, child, """{"exp_data":null}"""), key)
            .IsJsonApiErrorAsync(400, "null", "/data/attributes/exp_data");
        await parent
            .CreateAsync(ResponseDocuments.New(study, child, """{"completed":"maybe"}"""), key)
            .IsJsonApiErrorAsync(400, "invalid", "/data/attributes/completed");
        Assert.Equal(0, await parent.CountResponsesAsync());
        await parent.CreateAsync(ResponseDocuments.New(study, child), key).HasStatusAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_play_decides_on_study_participant_and_preview()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        var sibling = await parent.PostJsonAsync(
            "/api/v3/children",
            new { givenName = "Kim", birthday = "2021-03-01" }
        );
        var siblingId = sibling.GetProperty("id").GetGuid();
        await parent.EnterAsync(study, child);
        await parent.CreateAsync(ResponseDocuments.New(study, siblingId)).IsJsonApiErrorAsync(404);
        await parent.CreateAsync(ResponseDocuments.New(study, Guid.NewGuid())).IsJsonApiErrorAsync(404);
        await parent.CreateAsync(ResponseDocuments.New(Guid.NewGuid(), child)).IsJsonApiErrorAsync(404);
        Assert.Equal(0, await parent.CountResponsesAsync());

        using var answer = await parent.CreateAsync(ResponseDocuments.New(study, child, """{"is_preview":true}"""));
        var created = (await ApiClient.ReadAsync(answer)).GetProperty("data").GetProperty("id").GetGuid();
        var stored = (await parent.GetJsonAsync($"/api/v1/responses/{created}/")).GetProperty("data");
        Assert.False(stored.GetProperty("attributes").GetProperty("is_preview").GetBoolean());
        Assert.Equal(1, await parent.CountResponsesAsync());
    }
}
