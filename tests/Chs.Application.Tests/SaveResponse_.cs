using System.Text;
using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests;

/// <summary>Saves of jsPsych sessions, whose data are a list of trials.</summary>
public class SaveResponse_
{
    static string Text(SessionView view) => Encoding.UTF8.GetString(view.Data.Span);

    static Task<List<ResponseEntry>> EntriesAsync(TestChs chs) =>
        chs.WithAsync(db => db.ResponseEntries.AsNoTracking().OrderBy(e => e.Ordinal).ToListAsync());

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_refused_to_everybody_but_the_parent(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.ConsentAsync(world, response);

        foreach (var actor in (Actor[])[world.OtherParent, world.Outsider, world.Researcher, world.Reviewer])
        foreach (var flags in (ResponseFlags[])[new(), new() { Completed = true }])
            await chs.RefusesAsync(
                actor,
                new SaveResponse(response, Some.Data(Some.Trials(1)), flags),
                "response.not_found"
            );
        await chs.RefusesAsync(
            null,
            new SaveResponse(response, Some.Data(Some.Trials(1)), new()),
            "access.unauthenticated"
        );
        Assert.Empty(await EntriesAsync(chs));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Writes_only_the_new_trial(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        for (var count = 1; count <= 4; count++)
        {
            chs.Time.Advance(TimeSpan.FromSeconds(1));
            var saved = await chs.SaveAsync(world, response, Some.Trials(count));
            Assert.Equal(Some.Trials(count), Text(saved.Value));
            Assert.Equal(count, saved.Value.Sequence.Count);
        }

        var entries = await EntriesAsync(chs);
        Assert.Equal([1, 2, 3, 4], entries.Select(e => (int)(e.ReceivedAt - Some.Moment).TotalSeconds));
        Assert.Equal("""{"trial_index":3,"trial_type":"t","rt":30}""", Encoding.UTF8.GetString(entries[3].Payload));
        var read = await chs.SendAsync(world.Parent, new ReadSession(response));
        Assert.Equal((Some.Trials(4), "0-t,1-t,2-t,3-t"), (Text(read.Value), string.Join(',', read.Value.Sequence)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Catches_up_after_saves_that_never_arrived(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.SaveAsync(world, response, Some.Trials(2));
        Assert.Equal(Some.Trials(7), Text((await chs.SaveAsync(world, response, Some.Trials(7))).Value));
        Assert.Equal(7, (await EntriesAsync(chs)).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Replaces_trials_that_differ_and_leaves_the_others(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.SaveAsync(world, response, Some.Trials(3));
        chs.Time.Advance(TimeSpan.FromMinutes(1));

        var changed = Some.Trials(3).Replace("\"rt\":10", "\"rt\":11");
        Assert.Equal(changed, Text((await chs.SaveAsync(world, response, changed)).Value));
        Assert.Equal([false, true, false], (await EntriesAsync(chs)).Select(e => e.ReceivedAt > Some.Moment));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_fewer_trials_than_stored_and_changes_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.SaveAsync(world, response, Some.Trials(3));

        var refused = await chs.SaveAsync(world, response, Some.Trials(2), new ResponseFlags { Completed = true });
        Assert.Equal("shrinks", refused.Error?.Faults.Single().Code);
        var read = await chs.AnswerAsync(world.Parent, new ReadSession(response));
        Assert.Equal((Some.Trials(3), false), (Text(read), read.Header.Completed));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_an_object_for_a_jspsych_session(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        Assert.Equal(ResponseErrors.NotAList, (await chs.SaveAsync(world, response, """{"a":1}""")).Error);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leaves_trials_and_sequence_alone_when_only_flags_are_sent(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.SaveAsync(world, response, Some.Trials(2));
        var saved = await chs.SaveAsync(
            world,
            response,
            null,
            new ResponseFlags { SurveyConsent = true, Sequence = """["mine"]""" }
        );
        Assert.Equal(
            (Some.Trials(2), "0-t,1-t", true),
            (Text(saved.Value), string.Join(',', saved.Value.Sequence), saved.Value.Header.SurveyConsent)
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_the_exit_survey_when_more_trials_follow(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        const string exit =
            """{"trial_index":0,"trial_type":"exit","chs_type":"exit","response":{"withdrawal":true}}""";
        Assert.True((await chs.SaveAsync(world, response, $"[{exit}]")).Value.Withdrawn);
        Assert.True((await chs.SaveAsync(world, response, $"[{exit},1]")).Value.Withdrawn);
        Assert.False((await chs.SaveAsync(world, response, "[{},1]")).Value.Withdrawn);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_another_study_or_child(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        Task<Domain.Outcome<SessionView>> Save(Guid? study, Guid? child) =>
            chs.SendAsync(world.Parent, new SaveResponse(response, Some.Data(Some.Trials(1)), new(), study, child));

        Assert.Equal(ResponseErrors.OfAnother, (await Save(Guid.NewGuid(), null)).Error);
        Assert.Equal(ResponseErrors.OfAnother, (await Save(world.Study.Uuid, world.OtherChild.Uuid)).Error);
        Assert.False((await Save(world.Study.Uuid, world.Child.Uuid)).Failed);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_the_longest_of_saves_that_overtake_one_another(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        var saves = await Task.WhenAll(
            Enumerable.Range(1, 12).Select(count => chs.SaveAsync(world, response, Some.Trials(count)))
        );

        Assert.All(
            saves,
            save => Assert.True(!save.Failed || save.Error.Faults[0].Code == "shrinks", save.Error?.Code)
        );
        Assert.Equal(Some.Trials(12), Text(await chs.AnswerAsync(world.Parent, new ReadSession(response))));
        Assert.Equal(Enumerable.Range(0, 12), (await EntriesAsync(chs)).Select(e => e.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_back_odd_json_as_it_came(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        const string odd =
            """[{"b":1.50,"a":1E2,"b":2,"\ud83d\ude00":"\u0001 é 😀"},{"n":123456789012345678901234567890}]""";
        await chs.SaveAsync(world, response, odd);
        Assert.Equal(odd, Text(await chs.AnswerAsync(world.Parent, new ReadSession(response))));
    }
}
