using Chs.Application.Labs;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Labs;

public class WithdrawLabApprovalTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_the_admin_of_the_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Researcher, new WithdrawLabApproval(world.Lab.Uuid, null), "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Stops_studies_on_their_way_to_families(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await WithdrawnAsync(chs);
        var activate = new MoveStudy(world.Study.Uuid, StudyTrigger.Activate, "", null);
        await chs.RefusesAsync(world.Researcher, activate, "study.lab_not_approved");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_the_lab_from_others(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await WithdrawnAsync(chs);
        await chs.RefusesAsync(world.Outsider, new ReadLab(world.Lab.Uuid), "lab.not_found");
    }

    /// <summary>A world whose study is approved and whose lab no longer is.</summary>
    static async Task<World> WithdrawnAsync(TestChs chs)
    {
        var world = await World.MakeAsync(chs, StudyState.Approved);
        var lab = await chs.AnswerAsync(world.Reviewer, new WithdrawLabApproval(world.Lab.Uuid, null));
        Assert.False(lab.IsApproved);
        return world;
    }
}
