using Chs.Application.Eligibility;
using Chs.Application.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Xunit;

namespace Chs.Application.Tests.Eligibility;

/// <summary>Researchers try their rules on children that don't exist.</summary>
public class CheckEligibilityTests
{
    static readonly HypotheticalChild Toddler = new() { AgeInDays = 900, Languages = ["es"] };

    [Theory, OnSqlite, OnPostgres]
    public async Task Is_for_who_may_read_the_study(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var check = new CheckEligibility(world.Study.Uuid, Toddler, null, null);
        await chs.RefusesAsync(world.Outsider, check, "study.not_found");
        await chs.RefusesAsync(world.Parent, check, "study.not_found");
        Assert.Equal(["Eligible"], (await chs.AnswerAsync(world.Researcher, check)).Codes);
    }

    [Theory, OnSqlite]
    public async Task Judges_by_rules_that_arent_saved_yet(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var ages = new AgeRangeInput { From = new AgeInput { Years = 3 } };
        var check = new CheckEligibility(world.Study.Uuid, Toddler, ages, "NOT speaks_es");
        var answer = await chs.AnswerAsync(world.Researcher, check);
        Assert.Equal(["Ineligible_CriteriaExpression", "Ineligible_TooYoung"], answer.Codes);
        Assert.Equal(
            (900, -195, 1095),
            (answer.Trace.Age.AgeInDays, answer.Trace.Age.DaysOutside, answer.Trace.Age.FromDays)
        );
        var saved = await chs.AnswerAsync(world.Researcher, check with { Ages = null, CriteriaExpression = null });
        Assert.Equal(["Eligible"], saved.Codes);
    }

    [Theory, OnSqlite]
    public async Task Refuses_what_it_cant_judge(DatabaseProvider on)
    {
        await using var chs = await TestChs.StartAsync(on);
        var world = await World.MakeAsync(chs);
        var check = new CheckEligibility(world.Study.Uuid, Toddler, null, null);
        await chs.FindsFaultAsync(world.Researcher, check with { CriteriaExpression = "deaf AND" }, "unreadable");
        await chs.FindsFaultAsync(
            world.Researcher,
            check with
            {
                Child = Toddler with { Languages = ["xx"] },
            },
            "unknown_value"
        );
        await chs.FindsFaultAsync(
            world.Researcher,
            check with
            {
                Ages = new AgeRangeInput
                {
                    From = new AgeInput { Years = 5 },
                    To = new AgeInput { Years = 2 },
                },
            },
            "empty_range"
        );
    }
}
