using Chs.Application.Studies;
using Chs.Application.Tests.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>A study that names itself among those in which a child may not have taken part.</summary>
public class OncePerChildTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_child_is_eligible_only_once(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var input = new StudyInput { MustNotHaveParticipated = [world.Study.Uuid] };
        Assert.Equal([world.Study.Uuid], (await chs.UpdateStudyAsync(world, input)).MustNotHaveParticipated);

        var first = await chs.StartAsync(world);
        await chs.SavesAsync(world, first, Some.Trials(1));
        var second = await chs.StartAsync(world);
        Assert.Equal(["Eligible"], (await chs.ReadSessionAsync(world, first)).Header.Eligibility);
        Assert.Equal(["Ineligible_Participation"], (await chs.ReadSessionAsync(world, second)).Header.Eligibility);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_could_take_part_in_one_that_demands_itself(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var input = new StudyInput { MustHaveParticipated = [world.Study.Uuid] };
        var update = new UpdateStudy(world.Study.Uuid, input, null);
        Assert.Equal(
            "/mustHaveParticipated/0",
            (await chs.FindsFaultAsync(world.Researcher, update, "unknown")).Pointer
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Such_a_study_can_be_deleted(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.UpdateStudyAsync(world, new StudyInput { MustNotHaveParticipated = [world.Study.Uuid] });
        await chs.SucceedsAsync(world.Researcher, new DeleteStudy(world.Study.Uuid, null));
        Assert.Equal(0, await chs.WithAsync(db => db.ParticipationCriteria.CountAsync()));
    }
}
