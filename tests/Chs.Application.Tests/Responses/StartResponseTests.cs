using Chs.Application.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Responses;

public class StartResponseTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Needs_a_child_of_ones_own(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        foreach (var child in (Guid[])[world.OtherChild.Uuid, Guid.NewGuid()])
            await chs.RefusesAsync(world.Parent, new StartResponse(world.Study.Uuid, child, false), "child.not_found");
        Assert.Equal(0, await chs.WithAsync(db => db.Responses.CountAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_that_are_not_active(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs, StudyState.Approved);
        await chs.RefusesAsync(world.Parent, Start(world), "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shows_families_no_previews(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        await chs.RefusesAsync(world.Parent, Start(world) with { Preview = true }, "study.not_found");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Continues_a_session_without_data(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        Assert.Equal(await chs.StartAsync(world), await chs.StartAsync(world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Makes_a_new_session_after_the_first_trial_and_closes_the_old_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var first = await chs.StartAsync(world);
        await chs.SavesAsync(world, first, Some.Trials(1));
        var second = await chs.StartAsync(world);
        Assert.NotEqual(first, second);
        var open = await chs.WithAsync(db => db.Responses.Where(r => r.IsOpen).Select(r => r.Uuid).ToListAsync());
        Assert.Equal([second], open);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_what_the_window_of_a_closed_session_still_sends(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var first = await chs.StartAsync(world);
        await chs.SavesAsync(world, first, Some.Trials(1));
        await chs.StartAsync(world);
        await chs.SavesAsync(world, first, Some.Trials(2));
        Assert.Equal(Some.Trials(2), (await chs.ReadSessionAsync(world, first)).Text());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Never_leaves_two_sessions_open_however_many_windows_start(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => chs.SendAsync(world.Parent, Start(world))));
        Assert.All(starts.Where(s => s.Failed), s => Assert.Equal("response.started_concurrently", s.Error!.Code));
        Assert.Single(starts.Where(s => !s.Failed).Select(s => s.Value.Id).Distinct());
        Assert.Equal(1, await chs.WithAsync(db => db.Responses.CountAsync()));
    }

    static StartResponse Start(World world) => new(world.Study.Uuid, world.Child.Uuid, false);
}
