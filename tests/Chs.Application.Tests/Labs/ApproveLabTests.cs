using Chs.Application.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Labs;

public class ApproveLabTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_the_admin_of_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Created, labApproved: false);
        await chs.RefusesAsync(world.Researcher, new ApproveLab(world.Lab.Uuid, null), "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_the_lab_to_everybody(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var lab = await chs.CreateLabAsync(world.Outsider, WorldSteps.LabNamed("Mine"));
        Assert.True((await chs.AnswerAsync(world.Reviewer, new ApproveLab(lab, null))).IsApproved);
        Assert.Contains(await chs.ItemsAsync(null, new ListLabs()), item => item.Id == lab);
    }
}
