using Chs.Application.Accounts;
using Chs.Application.Responses;
using Chs.Domain.Accounts;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Accounts;

/// <summary>A family's answers to the demographic survey.</summary>
public class DemographicsTests
{
    static readonly NewDemographics Answers = new()
    {
        NumberOfChildren = ">10",
        ChildBirthdays = [new DateOnly(2023, 3, 1)],
        RaceEthnicity = ["other", "white"],
        Age = "30-34",
        Gender = Gender.Female,
        Country = "US",
        State = "MA",
    };

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_save_is_a_version_and_sessions_keep_that_of_their_time(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var first = await chs.AnswerAsync(world.Parent, new CreateDemographics(Answers));
        Assert.Equal(("30-34", Gender.Female, "MA"), (first.Age, first.Gender, first.State));
        Assert.Equal(["white", "other"], first.RaceEthnicity);
        var start = new StartResponse(world.Study.Uuid, world.Child.Uuid, Preview: false);
        var session = (await chs.AnswerAsync(world.Parent, start)).Response!.Id;

        // Also when the clock doesn't move.
        var second = await chs.AnswerAsync(world.Parent, new CreateDemographics(Answers with { Age = "35-39" }));
        var listed = await chs.ItemsAsync(world.Parent, new ListDemographics());
        Assert.Equal([second.Id, first.Id], listed.Select(answers => answers.Id));
        var snapshots = await chs.WithAsync(db =>
            db.DemographicSnapshots.OrderBy(d => d.Id).Select(d => new { d.Id, d.PreviousId }).ToListAsync()
        );
        Assert.Equal([null, snapshots[0].Id], snapshots.Select(s => s.PreviousId));
        Assert.Equal(first.Id, await SnapshotOfAsync(chs, session));
        Assert.Empty(await chs.ItemsAsync(world.OtherParent, new ListDemographics()));
    }

    static Task<Guid> SnapshotOfAsync(TestChs chs, Guid session) =>
        chs.WithAsync(db =>
            (
                from response in db.Responses
                join snapshot in db.DemographicSnapshots on response.DemographicSnapshotId equals snapshot.Id
                where response.Uuid == session
                select snapshot.Uuid
            ).SingleAsync()
        );

    [Theory, OnSqlite]
    public async Task Answers_that_the_survey_doesnt_offer_are_refused(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        (NewDemographics Answers, string Code)[] faulty =
        [
            (Answers with { Age = "31" }, "unknown_value"),
            (Answers with { RaceEthnicity = ["martian"] }, "unknown_value"),
            (Answers with { Country = "us", State = null }, "unknown_value"),
            (Answers with { Country = "FR" }, "only_in_us"),
            (Answers with { ChildBirthdays = [new DateOnly(2999, 1, 1)] }, "in_future"),
            (Answers with { Referrer = new string('x', 5001) }, "too_long"),
        ];
        foreach (var (answers, code) in faulty)
            await chs.FindsFaultAsync(world.Parent, new CreateDemographics(answers), code);
        Assert.Empty(await chs.ItemsAsync(world.Parent, new ListDemographics()));
    }
}
