using Chs.Infrastructure.Containers;
using Chs.Infrastructure.Settings;
using Chs.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Chs.Infrastructure.Tests;

/// <summary>Cleaning up after builds touches nothing of anybody else.</summary>
public class Containers_
{
    [EngineFact]
    public async Task Of_dead_builds_are_removed_and_no_others()
    {
        var site = $"t{Guid.NewGuid():N}"[..16];
        var (alive, dead) = (Guid.NewGuid(), Guid.NewGuid());
        async Task<string> RunAsync(params string[] labels) =>
            (
                await BuildScene.DockerAsync([
                    "run",
                    "-d",
                    "--network",
                    "none",
                    .. labels.SelectMany(label => (string[])["--label", label]),
                    Servers.BaseImage,
                    "sleep",
                    "120",
                ])
            ).Trim();
        string[] kept =
        [
            await RunAsync(),
            await RunAsync("chs.site=another", $"chs.build={dead}", "chs.fence=1"),
            await RunAsync($"chs.site={site}", $"chs.build={alive}", "chs.fence=2"),
        ];
        string[] gone =
        [
            await RunAsync($"chs.site={site}", $"chs.build={dead}", "chs.fence=1"),
            await RunAsync($"chs.site={site}", $"chs.build={alive}", "chs.fence=1"),
            await RunAsync($"chs.site={site}"),
        ];
        try
        {
            using var engine = new DockerEngine(
                new EngineSettings(new Uri(Servers.Engine!), site, 1000, null, false),
                TimeProvider.System,
                NullLogger<DockerEngine>.Instance
            );
            var (containers, images) = await engine.TidyAsync(
                (build, fence, _) => Task.FromResult(build == alive && fence == 2),
                TimeSpan.Zero,
                default
            );
            Assert.Equal((3, 0), (containers, images));
            var left = await BuildScene.DockerAsync("ps", "-a", "-q", "--no-trunc");
            Assert.All(kept, id => Assert.Contains(id, left));
            Assert.All(gone, id => Assert.DoesNotContain(id, left));
            Assert.Contains(Servers.BaseImage, await BuildScene.DockerAsync("images")); // older than nothing, but not ours
        }
        finally
        {
            await BuildScene.DockerAsync(["rm", "-f", .. kept, .. gone]);
        }
    }

    [Fact]
    public async Task Say_how_to_get_an_engine_where_there_is_none()
    {
        using var engine = new DockerEngine(
            new EngineSettings(new Uri("unix:///nowhere/docker.sock"), "x", 1000, null, false),
            TimeProvider.System,
            NullLogger<DockerEngine>.Instance
        );
        Assert.Contains("install Docker", await engine.WhatIsMissingAsync(default));
    }
}
