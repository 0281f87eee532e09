using Chs.Application.Builds;
using Chs.Application.Studies;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Builds;

/// <summary>The files and the page of a study that was built.</summary>
public class ReadBuiltFileTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_the_last_build_while_the_study_needs_another_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await BuildThenChangeRunnerAsync(chs, world);
        var file = await chs.AnswerAsync(world.Researcher, new ReadBuiltFile(study, "index.html"));
        Assert.Equal(BuildActions.DigestOf('b'), file.Digest);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_a_study_from_families_that_needs_another_build(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await BuildThenChangeRunnerAsync(chs, world);
        await chs.ApproveAsync(world, study);
        var activate = new MoveStudy(study, StudyTrigger.Activate, "", null);
        await chs.RefusesAsync(world.Researcher, activate, "study.not_built");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_families_the_new_build_of_an_active_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await BuildThenChangeRunnerAsync(chs, world);
        await chs.BuildAsync(world, study, 'e');
        await chs.ActivateAsync(world, study);
        var file = await chs.AnswerAsync(world.Parent, new ReadBuiltFile(study, "index.html"));
        Assert.Equal(BuildActions.DigestOf('e'), file.Digest);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_the_page_to_a_family_for_its_own_child_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await ActiveAsync(chs, world);
        await chs.SucceedsAsync(world.Parent, new ReadBuiltPage(study, world.Child.Uuid, false));
        var forOther = new ReadBuiltPage(study, world.OtherChild.Uuid, false);
        await chs.RefusesAsync(world.Parent, forOther, "child.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_families_no_preview(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await ActiveAsync(chs, world);
        await chs.RefusesAsync(world.Parent, new ReadBuiltPage(study, world.Child.Uuid, true), "study.not_found");
    }

    static readonly string NewCommit = new('d', 40);

    static async Task<Guid> BuildThenChangeRunnerAsync(TestChs chs, World world)
    {
        var study = await chs.CreateFrameplayerStudyAsync(world);
        await chs.BuildAsync(world, study, 'b');
        await chs.UpdateStudyAsync(world, new StudyInput { RunnerCommit = NewCommit }, study);
        return study;
    }

    static async Task<Guid> ActiveAsync(TestChs chs, World world)
    {
        var study = await chs.CreateFrameplayerStudyAsync(world);
        await chs.BuildAsync(world, study, 'b');
        await chs.ActivateAsync(world, study);
        return study;
    }
}
