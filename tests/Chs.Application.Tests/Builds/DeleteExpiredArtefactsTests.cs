using Chs.Application.Builds;
using Chs.Application.Plays;
using Chs.Application.Ports;
using Chs.Application.Tests.Plays;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Builds;

public class DeleteExpiredArtefactsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_the_files_of_a_replaced_build_for_a_month(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        await BuildTwiceAsync(chs, await World.MakeAsync(chs));
        Assert.Equal(new DeletedArtefacts(0, 0), await DeleteAfterAsync(chs, days: 29));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Deletes_the_files_of_a_replaced_build_after_a_month(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var (old, _) = await BuildTwiceAsync(chs, world);
        Assert.Equal(new DeletedArtefacts(1, 1), await DeleteAfterAsync(chs, days: 31));
        Assert.True((await chs.AnswerAsync(world.Researcher, new ReadBuild(old))).IsExpired);
        Assert.Null(await chs.Get<IObjectStore>().OpenAsync(BuildActions.PageKey('b'), null, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_the_files_that_families_load(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var (_, study) = await BuildTwiceAsync(chs, world);
        await DeleteAfterAsync(chs, days: 31);
        await using var page = await chs.Get<IObjectStore>().OpenAsync(BuildActions.PageKey('c'), null, default);
        Assert.NotNull(page);
        Assert.Equal(BuildActions.DigestOf('c'), await chs.DigestOfPageAsync(world, study));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_the_files_of_a_replaced_build_that_somebody_still_plays(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var study = await chs.CreateFrameplayerStudyAsync(world);
        await chs.BuildAsync(world, study, 'b');
        await chs.ActivateAsync(world, study);
        var key = await chs.BeginAsync(world.Parent, study, world.Child.Uuid);
        await chs.BuildAsync(world, study, 'c');
        // Over a month, with a save every few days.
        for (var week = 0; week < 11; week++)
        {
            chs.Time.Advance(TimeSpan.FromDays(3));
            var player = await chs.AnswerAsync(null, new AuthenticatePlay(key));
            await chs.SucceedsAsync(player, new ExtendPlay());
        }

        Assert.Equal(new DeletedArtefacts(0, 0), await DeleteAfterAsync(chs, days: 0));
        Assert.Equal(new DeletedArtefacts(1, 1), await DeleteAfterAsync(chs, days: 4));
    }

    /// <summary>Builds a study with page b and again with page c.</summary>
    static async Task<(Guid OldBuild, Guid Study)> BuildTwiceAsync(TestChs chs, World world)
    {
        var study = await chs.CreateFrameplayerStudyAsync(world);
        var old = await chs.BuildAsync(world, study, 'b');
        await chs.BuildAsync(world, study, 'c');
        return (old, study);
    }

    static Task<DeletedArtefacts> DeleteAfterAsync(TestChs chs, int days)
    {
        chs.Time.Advance(TimeSpan.FromDays(days));
        return chs.AnswerAsync(null, new DeleteExpiredArtefacts());
    }
}
