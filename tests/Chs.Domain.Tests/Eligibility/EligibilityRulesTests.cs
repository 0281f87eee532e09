using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using Chs.Domain.Responses;
using Xunit;

namespace Chs.Domain.Tests.Eligibility;

/// <summary>Who may take part, and why.</summary>
public class EligibilityRulesTests
{
    static readonly DateOnly Day = new(2026, 11, 27);
    static readonly Guid First = Guid.NewGuid();
    static readonly Guid Second = Guid.NewGuid();

    /// <summary>Speaks en and bn, is deaf.</summary>
    static readonly ChildFacts Boy = new(Gender.Male, 39, 1000, 0b1001, 0b10);

    static AgeRange Ages(int years, int toYears) =>
        AgeRange.Between(Age.Of(years, 0, 0).Value, Age.Of(toYears, 0, 0).Value).Value;

    static EligibilityTrace Judge(
        AgeRange ages,
        string criteria = "",
        ParticipationRule[]? rules = null,
        params PartTaken[] parts
    ) => new EligibilityRules(ages, criteria, rules ?? []).Judge(Boy, Day, parts);

    [Fact]
    public void A_child_that_meets_each_rule_is_eligible()
    {
        var trace = Judge(Ages(2, 3), "deaf");
        Assert.True(trace.IsEligible);
        Assert.Equal([EligibilityCodes.Eligible], trace.Codes);
        Assert.Equal(Day, trace.Day);
    }

    [Theory]
    [InlineData(729, -1)]
    [InlineData(730, 0)]
    [InlineData(1095, 0)]
    [InlineData(1096, 1)]
    public void Ages_are_whole_years_of_365_days_with_both_ends(int ageInDays, int daysOutside)
    {
        var trace = new EligibilityRules(Ages(2, 3), "", []).Judge(Boy with { AgeInDays = ageInDays }, Day, []);
        Assert.Equal(new AgeClause(ageInDays, 730, 1095), trace.Age);
        Assert.Equal(daysOutside, trace.Age.DaysOutside);
    }

    [Fact]
    public void Codes_are_sorted_and_name_all_that_isnt_met()
    {
        var rules = new[] { new ParticipationRule(First, IsRequired: true) };
        Assert.Equal(
            ["Ineligible_CriteriaExpression", "Ineligible_Participation", "Ineligible_TooYoung"],
            Judge(Ages(4, 5), "NOT deaf", rules).Codes
        );
        Assert.Equal(["Ineligible_TooOld"], Judge(Ages(0, 1)).Codes);
    }

    [Fact]
    public void An_expression_that_cant_be_read_is_met_by_nobody()
    {
        var trace = Judge(AgeRange.Any, "deaf AND");
        Assert.Equal(new CriteriaClause("deaf AND", false, null), trace.Criteria);
        Assert.False(trace.IsEligible);
    }

    [Fact]
    public void Steps_say_which_part_of_an_expression_is_met_and_what_was_looked_at()
    {
        var steps = Judge(
            AgeRange.Any,
            "deaf AND (speaks_es OR gender = f) AND NOT n_languages > 1 AND gestational_age_in_weeks >= 37"
        ).Criteria.Step!;
        Assert.Equal((CriteriaStepKind.All, false), (steps.Kind, steps.IsMet));
        Assert.Equal([true, false, false, true], steps.Parts.Select(part => part.IsMet));
        Assert.Equal("deaf", $"{steps.Parts[0].Test}");
        var any = steps.Parts[1];
        Assert.Equal(CriteriaStepKind.Any, any.Kind);
        Assert.Equal(["speaks_es", "gender = f"], any.Parts.Select(part => $"{part.Test}"));
        Assert.Equal([null, "m"], any.Parts.Select(part => part.Fact));
        var not = steps.Parts[2];
        Assert.Equal(CriteriaStepKind.Not, not.Kind);
        Assert.Equal(("2", true), (not.Parts[0].Fact, not.Parts[0].IsMet));
        Assert.Equal("39", steps.Parts[3].Fact);
    }

    [Fact]
    public void An_empty_expression_is_a_step_without_parts()
    {
        var steps = Judge(AgeRange.Any).Criteria.Step!;
        Assert.Equal((CriteriaStepKind.All, true), (steps.Kind, steps.IsMet));
        Assert.Empty(steps.Parts);
    }

    [Fact]
    public void A_long_chain_is_one_step()
    {
        var steps = Judge(AgeRange.Any, string.Join(" OR ", Enumerable.Repeat("dyslexia", 90))).Criteria.Step!;
        Assert.Equal(90, steps.Parts.Count);
        Assert.False(steps.IsMet);
    }

    /// <summary>They would fill lists, and nest deeper than JSON is read.</summary>
    [Theory]
    [InlineData(101, 1)]
    [InlineData(1, 9)]
    public void Long_and_deep_expressions_are_judged_but_not_said_step_by_step(int tests, int levels)
    {
        var test = string.Join(" AND ", Enumerable.Repeat("deaf", tests));
        var text = string.Concat(Enumerable.Repeat("NOT ", levels - 1)) + test;
        var clause = Judge(AgeRange.Any, text).Criteria;
        Assert.Null(clause.Step);
        Assert.True(clause.IsMet);
    }

    [Fact]
    public void The_session_that_counts_is_named_even_when_another_came_further()
    {
        var preview = new PartTaken(First, Guid.NewGuid(), IsCounted: false, SessionProgress.Completed);
        var begun = new PartTaken(First, Guid.NewGuid(), IsCounted: true, SessionProgress.Started);
        var done = new PartTaken(First, Guid.NewGuid(), IsCounted: true, SessionProgress.Completed);
        var rules = new[] { new ParticipationRule(First, IsRequired: true) };
        Assert.Equal(begun, Assert.Single(Judge(AgeRange.Any, "", rules, preview, begun).Participation).Part);
        Assert.Equal(done, Assert.Single(Judge(AgeRange.Any, "", rules, begun, done).Participation).Part);
    }

    [Fact]
    public void A_session_that_doesnt_count_is_no_participation_but_is_named()
    {
        var opened = new PartTaken(First, Guid.NewGuid(), IsCounted: false, SessionProgress.Opened);
        ParticipationRule[] rules = [new(First, IsRequired: true), new(Second, IsRequired: false)];
        var trace = Judge(AgeRange.Any, "", rules, opened);
        Assert.Equal([false, true], trace.Participation.Select(clause => clause.IsMet));
        Assert.Equal([opened, null], trace.Participation.Select(clause => clause.Part));
        Assert.Equal(["Ineligible_Participation"], trace.Codes);
    }

    /// <summary>Lists ask whether, pages ask why.</summary>
    [Theory]
    [InlineData("deaf", true, true)]
    [InlineData("deaf", true, false)]
    [InlineData("dyslexia", false, false)]
    [InlineData("deaf AND", false, true)]
    public void Whether_and_why_agree(string criteria, bool isRequired, bool tookPart)
    {
        var rules = new EligibilityRules(Ages(2, 3), criteria, [new ParticipationRule(First, isRequired)]);
        PartTaken[] parts = tookPart ? [new(First, Guid.NewGuid(), true, SessionProgress.Started)] : [];
        Assert.Equal(rules.Judge(Boy, Day, parts).IsEligible, rules.Fit(Boy, _ => tookPart));
    }
}
