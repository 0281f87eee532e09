using Chs.Application.Ports;
using Chs.Infrastructure.Containers;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Chs.Infrastructure.Tests.Containers;

/// <summary>Cleaning up after builds removes nothing of other sites or programs.</summary>
public class DockerEngineTests
{
    [EngineFact]
    public async Task Removes_containers_of_dead_builds_and_no_others()
    {
        var site = $"t{Guid.NewGuid():N}"[..16];
        var alive = Guid.NewGuid();
        var dead = Guid.NewGuid();
        string[] kept =
        [
            await RunAsync(),
            await RunAsync("chs.site=another", $"chs.build={dead}", "chs.fence=1"),
            await RunAsync($"chs.site={site}", $"chs.build={alive}", "chs.fence=2"),
        ];
        string[] removed =
        [
            await RunAsync($"chs.site={site}", $"chs.build={dead}", "chs.fence=1"),
            await RunAsync($"chs.site={site}", $"chs.build={alive}", "chs.fence=1"),
            await RunAsync($"chs.site={site}"),
        ];
        try
        {
            using var engine = EngineAt(Servers.Engine!, site);
            var (containers, images) = await engine.RemoveOrphansAsync(
                (build, fence, _) => Task.FromResult(build == alive && fence == 2),
                TimeSpan.Zero,
                default
            );
            Assert.Equal((3, 0), (containers, images));
            var left = await BuildScene.DockerAsync("ps", "-a", "-q", "--no-trunc");
            Assert.All(kept, id => Assert.Contains(id, left));
            Assert.All(removed, id => Assert.DoesNotContain(id, left));
            // The base image is old enough to be removed, but it isn't ours.
            Assert.Contains(Servers.BaseImage, await BuildScene.DockerAsync("images"));
        }
        finally
        {
            await BuildScene.DockerAsync(["rm", "-f", .. kept, .. removed]);
        }
    }

    /// <summary>A worker that is stopped while the engine creates a container doesn't know the container's id yet.</summary>
    [EngineFact]
    public async Task A_start_that_is_cancelled_leaves_no_container_behind()
    {
        const long megabyte = 1024 * 1024;
        var site = $"t{Guid.NewGuid():N}"[..16];
        var limits = new ContainerLimits(64 * megabyte, 1, 32, megabyte, megabyte, megabyte, TimeSpan.FromMinutes(1));
        var plan = new ContainerPlan(Servers.BaseImage, Guid.NewGuid(), 1, false, [], limits);
        using var engine = EngineAt(Servers.Engine!, site);
        for (var milliseconds = 1; milliseconds <= 40; milliseconds += 3)
        {
            using var stop = new CancellationTokenSource(milliseconds);
            try
            {
                await using var container = await engine.StartAsync(plan, stop.Token);
            }
            catch (OperationCanceledException)
            {
                // As asked.
            }
        }

        var left = await BuildScene.DockerAsync("ps", "-a", "-q", "--filter", $"label=chs.site={site}");
        Assert.Equal("", left.Trim());
    }

    /// <summary>Starts a container with these labels.</summary>
    /// <returns>Its id.</returns>
    static async Task<string> RunAsync(params string[] labels)
    {
        var options = labels.SelectMany(label => (string[])["--label", label]);
        string[] command = ["run", "-d", "--network", "none", .. options, Servers.BaseImage, "sleep", "120"];
        return (await BuildScene.DockerAsync(command)).Trim();
    }

    static DockerEngine EngineAt(string address, string site) =>
        new(
            new BuildSettings { Engine = new Uri(address), Site = site }.ToEngine(),
            TimeProvider.System,
            NullLogger<DockerEngine>.Instance
        );

    [Fact]
    public async Task Says_how_to_get_an_engine_where_there_is_none()
    {
        using var engine = EngineAt("unix:///nowhere/docker.sock", "x");
        Assert.Contains("install Docker", await engine.CheckHealthAsync(default));
    }
}
