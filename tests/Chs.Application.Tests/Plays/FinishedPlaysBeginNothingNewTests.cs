using Chs.Application.Access;
using Chs.Application.Plays;
using Chs.Application.Responses;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Plays;

/// <summary>A family that has finished begins a study that stopped no more than any other family does.</summary>
public class FinishedPlaysBeginNothingNewTests
{
    static readonly StudyState[] Stopped =
    [
        StudyState.Created,
        StudyState.Submitted,
        StudyState.Rejected,
        StudyState.SentBack,
        StudyState.Retracted,
        StudyState.Approved,
        StudyState.Paused,
        StudyState.Deactivated,
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_has_finished_is_told_that_the_study_takes_nobody_and_whom_to_ask(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var player = await chs.PlayAsync(world);
        await FinishAsync(chs, player, await OpenAsync(chs, player));
        foreach (var state in Stopped)
        {
            await ForceAsync(chs, world, state);
            Assert.All(
                await RefusalsAsync(chs, world, player),
                refused =>
                {
                    Assert.Equal("study.not_active", refused?.Code);
                    Assert.EndsWith("ask: lab@test.chs", refused!.Message);
                }
            );
        }

        Assert.Equal(1, await chs.WithAsync(db => db.Responses.CountAsync()));
        await ForceAsync(chs, world, StudyState.Active);
        Assert.All(await RefusalsAsync(chs, world, player), Assert.Null);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_finished_is_still_saved_to_and_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var player = await chs.PlayAsync(world);
        var session = await OpenAsync(chs, player);
        await FinishAsync(chs, player, session);
        await ForceAsync(chs, world, StudyState.Paused);
        var late = new SaveResponse(session, Some.Data(Some.Trials(2)), new ResponseFlags());
        await chs.SucceedsAsync(player, late);
        await chs.SucceedsAsync(player, new ReadSession(session));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_is_in_the_middle_goes_on_also_after_an_earlier_session_that_was_finished(
        DatabaseProvider on
    )
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var player = await chs.PlayAsync(world);
        await FinishAsync(chs, player, await OpenAsync(chs, player));
        var second = await OpenAsync(chs, player);
        await chs.SucceedsAsync(player, new SaveResponse(second, Some.Data(Some.Trials(1)), new ResponseFlags()));
        await ForceAsync(chs, world, StudyState.Paused);
        Assert.All(await RefusalsAsync(chs, world, player), Assert.Null);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_sibling_who_has_finished_and_a_preview_keep_nobody_from_going_on(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var sibling = await chs.AddChildAsync(world.Parent);
        var siblings = await chs.PlayAsync(world.Parent, world.Study.Uuid, sibling);
        var player = await chs.PlayAsync(world);
        await OpenAsync(chs, player);
        await FinishAsync(chs, siblings, await OpenAsync(chs, siblings));
        var preview = await chs.PreviewAsync(world);
        await FinishAsync(chs, preview, await OpenAsync(chs, preview));
        await ForceAsync(chs, world, StudyState.Paused);
        await chs.SucceedsAsync(player, new OpenPlayedSession());
        await chs.SucceedsAsync(preview, new OpenPlayedSession());
        await chs.SucceedsAsync(preview, new ReadPlay());
        await chs.RefusesAsync(siblings, new OpenPlayedSession(), "study.not_active");
    }

    static async Task<Guid> OpenAsync(TestChs chs, Actor player) =>
        (await chs.AnswerAsync(player, new OpenPlayedSession())).Id;

    static Task FinishAsync(TestChs chs, Actor player, Guid session) =>
        chs.SucceedsAsync(
            player,
            new SaveResponse(session, Some.Data(Some.Trials(1)), new ResponseFlags { Completed = true })
        );

    static Task<int> ForceAsync(TestChs chs, World world, StudyState state) =>
        chs.WithAsync(db =>
            db.Studies.Where(s => s.Id == world.Study.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.State, state))
        );

    /// <summary>What a play gets wherever it could begin: the pages of both runners and their new sessions.</summary>
    static async Task<List<Error?>> RefusalsAsync(TestChs chs, World world, Actor player)
    {
        var created = new CreateResponse(world.Study.Uuid, world.Child.Uuid, null, new ResponseFlags());
        return
        [
            (await chs.SendAsync(player, new ReadPlay())).Error,
            (await chs.SendAsync(player, created)).Error,
            (await chs.SendAsync(player, new OpenPlayedSession())).Error,
        ];
    }
}
