using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Studies;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Studies;

/// <summary>Changes of a study that move it to another lab.</summary>
public class TransferStudyTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_writes_details_but_may_not_give_the_study_away(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await MakeManagerAsync(chs, world, world.Outsider);
        var other = await CreateOtherLabAsync(chs, world);
        await chs.RefusesAsync(world.Outsider, TransferTo(other, world), "access.forbidden");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_labs_that_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var other = await CreateOtherLabAsync(chs, world);
        await chs.RefusesAsync(world.Researcher, TransferTo(other, world), "lab.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_lab_in_which_the_actor_may_not_create_studies(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var other = await CreateApprovedLabAsync(chs, world);
        await chs.RefusesAsync(world.Researcher, TransferTo(other, world), "access.forbidden");
    }

    /// <summary>Reviewers approve the lab too.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Sends_the_study_back_to_review(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var other = await CreateApprovedLabAsync(chs, world);
        await chs.SucceedsAsync(world.Outsider, new SetLabRole(other, world.Researcher.Id, LabRole.Guest));
        var moved = await chs.AnswerAsync(world.Researcher, TransferTo(other, world));
        Assert.Equal((other, StudyState.SentBack), (moved.Lab?.Id, moved.State));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Takes_along_only_the_researchers_of_the_other_lab(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var left = await chs.AddResearcherAsync("left");
        await MakeManagerAsync(chs, world, left);
        var other = await CreateApprovedLabAsync(chs, world);
        await chs.SucceedsAsync(world.Outsider, new SetLabRole(other, world.Researcher.Id, LabRole.Guest));
        await chs.SucceedsAsync(world.Researcher, TransferTo(other, world));
        await chs.RefusesAsync(left, new ReadStudy(world.Study.Uuid), "study.not_found");
        var remaining = await chs.WithAsync(db => db.StudyMemberships.Select(m => m.UserId).ToListAsync());
        Assert.Equal([world.Researcher.Key], remaining);
    }

    static UpdateStudy TransferTo(Guid lab, World world) => new(world.Study.Uuid, new StudyInput { LabId = lab }, null);

    static async Task MakeManagerAsync(TestChs chs, World world, Actor actor)
    {
        await chs.GiveLabRoleAsync(world, actor, LabRole.Member);
        await chs.GiveStudyRoleAsync(world, actor, StudyRole.Manager);
    }

    /// <summary>Creates a lab whose admin is the world's outsider.</summary>
    static Task<Guid> CreateOtherLabAsync(TestChs chs, World world) =>
        chs.CreateLabAsync(world.Outsider, WorldSteps.LabNamed("Other"));

    static async Task<Guid> CreateApprovedLabAsync(TestChs chs, World world)
    {
        var lab = await CreateOtherLabAsync(chs, world);
        await chs.SucceedsAsync(world.Reviewer, new ApproveLab(lab, null));
        return lab;
    }
}
