using System.Net;
using System.Text.Json;
using Chs.Testing;
using Xunit;

namespace Chs.BuildWorker.Tests;

/// <summary>The embedded default on a machine without a container engine.</summary>
public class NoEngineTests
{
    [Fact]
    public async Task Whoever_requests_a_build_learns_at_once_what_is_missing()
    {
        var data = Directory.CreateTempSubdirectory("chs-no-engine-").FullName;
        await using (var code = await CodeHostStandIn.StartAsync())
        await using (var server = await StartAsync(data, code))
        {
            using var researcher = ApiClient.To(server.Address);
            await researcher.LogInAsync("researcher@demo.chs");
            var study = await BuildScene.CreateStudyAsync(researcher, code.Commit(("package.json", "{}")));
            using var answer = await researcher.PostAsync($"/api/v3/studies/{study}/builds", new { });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            Assert.Equal("build.no_engine", problem.GetProperty("code").GetString());
            Assert.Contains("install Docker", problem.GetProperty("detail").GetString());
            Assert.Contains("Chs__Builds__Engine", problem.GetProperty("detail").GetString());
            var builds = await researcher.GetJsonAsync($"/api/v3/studies/{study}/builds");
            Assert.Equal(0, builds.GetProperty("items").GetArrayLength());
        }

        Directory.Delete(data, recursive: true);
    }

    static Task<ServerProcess> StartAsync(string data, CodeHostStandIn code) =>
        ServerProcess.StartAsync(
            data,
            null,
            null,
            [("Chs__Builds__Engine", "unix:///nowhere/docker.sock"), .. code.Settings]
        );
}
