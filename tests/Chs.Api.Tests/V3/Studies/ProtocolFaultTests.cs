using System.Net;
using System.Text.Json;
using Xunit;

namespace Chs.Api.Tests.V3.Studies;

[Collection("api")]
public class ProtocolFaultTests(ApiHost host)
{
    [Fact]
    public async Task Unfinished_code_is_saved_with_its_faults_and_is_not_submitted()
    {
        var (client, email, _) = await host.ResearcherAsync();
        using var researcher = client;
        var lab = await researcher.CreateLabAsync(email);
        var study = await researcher.CreateStudyAsync(lab, "Lions");
        using var saved = await researcher.PatchAsync(
            $"/api/v3/studies/{study}",
            new { experiment = "let a = 1;\nlet b = ;" },
            ("If-Match", "*")
        );
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        var fault = JsonDocument
            .Parse(await saved.Content.ReadAsStringAsync())
            .RootElement.GetProperty("protocolFaults")[0];
        Assert.Equal("not_a_script", fault.GetProperty("code").GetString());
        Assert.Equal("experiment", fault.GetProperty("field").GetString());
        Assert.Equal((2, 9), (fault.GetProperty("line").GetInt32(), fault.GetProperty("column").GetInt32()));

        using var refused = await researcher.StepAsync(study, "submit");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("study.protocol_faulty", problem.GetProperty("code").GetString());
        var error = problem.GetProperty("errors")[0];
        Assert.Equal("/experiment", error.GetProperty("pointer").GetString());
        Assert.StartsWith("Line 2, column 9: ", error.GetProperty("message").GetString()!, StringComparison.Ordinal);
    }
}
