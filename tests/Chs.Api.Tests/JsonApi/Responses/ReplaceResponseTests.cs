using System.Net;
using Chs.Testing;
using Xunit;

namespace Chs.Api.Tests.JsonApi.Responses;

[Collection("api")]
public class ReplaceResponseTests(ApiHost host)
{
    [Fact]
    public async Task A_put_without_all_attributes_is_refused()
    {
        using var parent = await host.LoggedInAsync("parent");
        await PutAsync(parent, """{"completed":true}""")
            .IsJsonApiErrorAsync(400, "required", "/data/attributes/conditions");
    }

    [Fact]
    public async Task A_complete_put_is_saved()
    {
        using var parent = await host.LoggedInAsync("parent");
        const string complete = """
            {"conditions":{},"global_event_timings":{},"exp_data":[],"sequence":[],
            "completed":"1","completed_consent_frame":0}
            """;
        await PutAsync(parent, complete).HasStatusAsync(HttpStatusCode.OK);
    }

    static async Task<HttpResponseMessage> PutAsync(ApiClient parent, string attributes)
    {
        var (study, child) = await parent.DemoAsync();
        var response = await parent.StartAsync(study, child);
        var content = new StringContent(
            $$$"""{"data":{"id":"{{{response}}}","type":"responses","attributes":{{{attributes}}}}}"""
        )
        {
            Headers = { ContentType = new("application/vnd.api+json") },
        };
        return await parent.Play.SendAsync(HttpMethod.Put, $"/api/v2/responses/{response}/", content);
    }
}
