using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Labs;

public class UpdateLabTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Changes_the_profile(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var update = new UpdateLab(world.Lab.Uuid, WorldSteps.LabNamed("Sunny"), await VersionAsync(chs, world));
        Assert.Equal("Sunny", (await chs.AnswerAsync(world.Researcher, update)).Name);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_stale_version(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var version = await VersionAsync(chs, world);
        var first = new UpdateLab(world.Lab.Uuid, WorldSteps.LabNamed("Sunny"), version);
        await chs.SucceedsAsync(world.Researcher, first);
        var second = new UpdateLab(world.Lab.Uuid, WorldSteps.LabNamed("Rainy"), version);
        await chs.RefusesAsync(world.Researcher, second, "version.stale");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_does_not_manage_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var update = new UpdateLab(world.Lab.Uuid, WorldSteps.LabNamed("Mine"), null);
        foreach (var stranger in (Actor[])[world.Outsider, world.Parent])
            await chs.RefusesAsync(stranger, update, "access.forbidden");
    }

    static async Task<int> VersionAsync(TestChs chs, World world) =>
        (await chs.AnswerAsync(world.Researcher, new ReadLab(world.Lab.Uuid))).Version;
}
