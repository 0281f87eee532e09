using Chs.Application.Builds;
using Chs.Application.Studies;
using Chs.Application.Tests.Plays;
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
        Assert.Equal(BuildActions.DigestOf('b'), await chs.DigestOfPageAsync(world, study));
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
        var player = await chs.PlayAsync(world.Parent, study, world.Child.Uuid);
        var file = await chs.AnswerAsync(player, new ReadBuiltFile("index.html"));
        Assert.Equal(BuildActions.DigestOf('e'), file.Digest);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Goes_on_showing_a_play_the_build_that_it_began_with(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await ActiveAsync(chs, world);
        var player = await chs.PlayAsync(world.Parent, study, world.Child.Uuid);
        await chs.BuildAsync(world, study, 'e');
        var file = await chs.AnswerAsync(player, new ReadBuiltFile("index.html"));
        Assert.Equal(BuildActions.DigestOf('b'), file.Digest);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_files_to_plays_of_this_study_only(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await ActiveAsync(chs, world);
        var another = await chs.PlayAsync(world);
        await chs.RefusesAsync(another, new ReadBuiltFile("index.html"), "file.not_found");
        await chs.RefusesAsync(world.Researcher, new ReadBuiltFile("index.html"), "access.unauthenticated");
        await chs.RefusesAsync(null, new ReadBuiltFile("index.html"), "access.unauthenticated");
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
