using System.Text;
using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Responses;

/// <summary>Saves of jsPsych sessions, whose data are a list of trials.</summary>
public class SaveResponseTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_the_session_from_everybody_but_the_parent(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartWithConsentAsync(world);
        foreach (var actor in (Actor[])[world.OtherParent, world.Outsider, world.Researcher, world.Reviewer])
        foreach (var flags in (ResponseFlags[])[new(), new() { Completed = true }])
        {
            var save = new SaveResponse(response, Some.Data(Some.Trials(1)), flags);
            await chs.RefusesAsync(actor, save, "response.not_found");
        }

        Assert.Empty(await chs.EntriesAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_whoever_is_not_logged_in(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        var save = new SaveResponse(response, Some.Data(Some.Trials(1)), new());
        await chs.RefusesAsync(null, save, "access.unauthenticated");
        Assert.Empty(await chs.EntriesAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Answers_with_all_trials_that_are_stored(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        for (var count = 1; count <= 4; count++)
        {
            var saved = await chs.SavesAsync(world, response, Some.Trials(count));
            Assert.Equal((Some.Trials(count), count), (saved.Text(), saved.Sequence.Count));
        }

        var read = await chs.ReadSessionAsync(world, response);
        Assert.Equal((Some.Trials(4), "0-t,1-t,2-t,3-t"), (read.Text(), string.Join(',', read.Sequence)));
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
            await chs.SavesAsync(world, response, Some.Trials(count));
        }

        var entries = await chs.EntriesAsync();
        Assert.Equal([1, 2, 3, 4], entries.Select(e => (int)(e.ReceivedAt - Some.Moment).TotalSeconds));
        Assert.Equal("""{"trial_index":3,"trial_type":"t","rt":30}""", Encoding.UTF8.GetString(entries[3].Payload));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Catches_up_after_saves_that_never_arrived(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.SavesAsync(world, response, Some.Trials(2));
        Assert.Equal(Some.Trials(7), (await chs.SavesAsync(world, response, Some.Trials(7))).Text());
        Assert.Equal(7, (await chs.EntriesAsync()).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Replaces_trials_that_differ_and_leaves_the_others(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.SavesAsync(world, response, Some.Trials(3));
        chs.Time.Advance(TimeSpan.FromMinutes(1));

        var changed = Some.Trials(3).Replace("\"rt\":10", "\"rt\":11");
        Assert.Equal(changed, (await chs.SavesAsync(world, response, changed)).Text());
        Assert.Equal([false, true, false], (await chs.EntriesAsync()).Select(e => e.ReceivedAt > Some.Moment));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_fewer_trials_than_are_stored_and_changes_nothing(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        await chs.SavesAsync(world, response, Some.Trials(3));
        var shorter = new SaveResponse(response, Some.Data(Some.Trials(2)), new ResponseFlags { Completed = true });
        await chs.FindsFaultAsync(world.Parent, shorter, "shrinks");
        var read = await chs.ReadSessionAsync(world, response);
        Assert.Equal((Some.Trials(3), false), (read.Text(), read.Header.Completed));
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
        await chs.SavesAsync(world, response, Some.Trials(2));
        var flags = new ResponseFlags { SurveyConsent = true, Sequence = """["mine"]""" };
        var saved = await chs.SavesAsync(world, response, null, flags);
        Assert.Equal(
            (Some.Trials(2), "0-t,1-t", true),
            (saved.Text(), string.Join(',', saved.Sequence), saved.Header.SurveyConsent)
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keeps_the_exit_survey_until_its_trial_is_replaced(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        const string exit =
            """{"trial_index":0,"trial_type":"exit","chs_type":"exit","response":{"withdrawal":true}}""";
        Assert.True((await chs.SavesAsync(world, response, $"[{exit}]")).Withdrawn);
        Assert.True((await chs.SavesAsync(world, response, $"[{exit},1]")).Withdrawn);
        Assert.False((await chs.SavesAsync(world, response, "[{},1]")).Withdrawn);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refuses_a_save_that_names_another_study_or_child(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        Assert.Equal(ResponseErrors.OfAnother, await RefusalAsync(Guid.NewGuid(), null));
        Assert.Equal(ResponseErrors.OfAnother, await RefusalAsync(world.Study.Uuid, world.OtherChild.Uuid));
        Assert.Null(await RefusalAsync(world.Study.Uuid, world.Child.Uuid));

        async Task<Domain.Error?> RefusalAsync(Guid? study, Guid? child)
        {
            var save = new SaveResponse(response, Some.Data(Some.Trials(1)), new(), study, child);
            return (await chs.SendAsync(world.Parent, save)).Error;
        }
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
        var refusals = saves.Where(save => save.Failed).Select(save => save.Error!);
        Assert.All(refusals, error => Assert.Equal("shrinks", Assert.Single(error.Faults).Code));
        Assert.Equal(Some.Trials(12), (await chs.ReadSessionAsync(world, response)).Text());
        Assert.Equal(Enumerable.Range(0, 12), (await chs.EntriesAsync()).Select(entry => entry.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Gives_odd_json_back_as_it_came(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var response = await chs.StartAsync(world);
        const string odd =
            """[{"b":1.50,"a":1E2,"b":2,"\ud83d\ude00":"\u0001 é 😀"},{"n":123456789012345678901234567890}]""";
        await chs.SavesAsync(world, response, odd);
        Assert.Equal(odd, (await chs.ReadSessionAsync(world, response)).Text());
    }
}
