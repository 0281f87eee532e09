using Chs.Application.Access;
using Chs.Application.Responses;
using Chs.Domain.Responses;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Responses;

public class RuleConsentsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Rules_on_each_response_and_notes_each_in_the_audit_log(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        Guid[] responses = [await StartFilledAsync(chs, world), await StartFilledAsync(chs, world)];
        var rulings = RulingsOn(world, (responses[1], Ruling.Rejected), (responses[0], Ruling.Accepted));

        var ruled = await chs.AnswerAsync(world.Researcher, rulings);

        Assert.Equal(
            [(responses[1], Ruling.Rejected), (responses[0], Ruling.Accepted)],
            ruled.Responses.Select(response => (response.Id, response.Consent))
        );
        var noted = await chs.WithAsync(db =>
            db.Audit.Where(entry => entry.Action == "rule consent" && responses.Contains(entry.Subject!.Value))
                .GroupBy(entry => entry.Subject!.Value)
                .Select(entries => new { Id = entries.Key, Count = entries.Count() })
                .ToDictionaryAsync(entry => entry.Id, entry => entry.Count)
        );
        var made = await CountRulingsAsync(chs, responses);
        Assert.All(responses, response => Assert.Equal(made[response], noted[response]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rules_on_none_when_one_is_refused_and_names_every_refused_one(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var consented = await StartFilledAsync(chs, world);
        var unfinished = await chs.StartAsync(world);
        var count = await chs.WithAsync(db => db.ConsentRulings.CountAsync());
        var rulings = RulingsOn(
            world,
            (consented, Ruling.Rejected),
            (unfinished, Ruling.Accepted),
            (Guid.NewGuid(), Ruling.Accepted)
        );

        var faults = await chs.FindsFaultsAsync(world.Researcher, rulings, "response.no_consent", "response.not_found");

        Assert.Equal(["/rulings/1/responseId", "/rulings/2/responseId"], faults.Select(fault => fault.Pointer).Order());
        Assert.Equal(count, await chs.WithAsync(db => db.ConsentRulings.CountAsync()));
    }

    [Theory, OnSqlite]
    public async Task Refuses_bad_entries_by_their_places(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var same = Guid.NewGuid();
        var rulings = RulingsOn(world, (same, Ruling.Accepted), (same, (Ruling)99));
        var faults = await chs.FindsFaultsAsync(world.Researcher, rulings, "repeated", "unknown_value");
        Assert.Equal(["/rulings/1/responseId", "/rulings/1/ruling"], faults.Select(fault => fault.Pointer).Order());
        await chs.FindsFaultsAsync(world.Researcher, rulings with { Rulings = [] }, "required");
        var many = Enumerable.Range(0, 201).Select(_ => (Guid.NewGuid(), Ruling.Accepted));
        await chs.FindsFaultsAsync(world.Researcher, RulingsOn(world, [.. many]), "too_many");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hides_studies_whose_responses_the_actor_may_not_read(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var rulings = RulingsOn(world, (await chs.StartWithConsentAsync(world), Ruling.Rejected));
        foreach (var actor in (Actor[])[world.Outsider, world.OtherParent, world.Parent])
            await chs.RefusesAsync(actor, rulings, "study.not_found");
    }

    /// <summary>A session with data, so that the next one is another.</summary>
    static async Task<Guid> StartFilledAsync(TestChs chs, World world)
    {
        var response = await chs.StartWithConsentAsync(world);
        await chs.SavesAsync(world, response, Some.Trials(1));
        return response;
    }

    static RuleConsents RulingsOn(World world, params (Guid Response, Ruling Ruling)[] rulings) =>
        new(
            world.Study.Uuid,
            [.. rulings.Select(ruling => new ResponseRuling { ResponseId = ruling.Response, Ruling = ruling.Ruling })]
        );

    /// <summary>How many rulings each response has.</summary>
    static Task<Dictionary<Guid, int>> CountRulingsAsync(TestChs chs, Guid[] responses) =>
        chs.WithAsync(db =>
            db.Responses.Where(r => responses.Contains(r.Uuid))
                .Select(r => new { r.Uuid, Count = db.ConsentRulings.Count(ruling => ruling.ResponseId == r.Id) })
                .ToDictionaryAsync(row => row.Uuid, row => row.Count)
        );
}
