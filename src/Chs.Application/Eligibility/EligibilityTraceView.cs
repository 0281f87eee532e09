using Chs.Application.Rules;
using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using Chs.Domain.Responses;

namespace Chs.Application.Eligibility;

/// <summary>Why a child may take part in a study, or not: a clause for each of the study's rules.</summary>
public sealed record EligibilityTraceView
{
    /// <summary>The day for which it was judged, in the site's time zone.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Whether all clauses are met. Families may take part in any case.</summary>
    public required bool IsEligible { get; init; }

    public required AgeClauseView Age { get; init; }
    public required CriteriaClauseView Criteria { get; init; }

    /// <summary>One for each study in which children must, or must not, have taken part.</summary>
    public required IReadOnlyList<ParticipationClauseView> Participation { get; init; }
}

/// <summary>Whether a child's age is one that the study takes.</summary>
public sealed record AgeClauseView
{
    public required bool IsMet { get; init; }

    /// <example>731</example>
    public required int AgeInDays { get; init; }

    /// <summary>By how many days the child is too young (below zero) or too old (above).</summary>
    /// <example>0</example>
    public required int DaysOutside { get; init; }

    /// <summary>The youngest age that fits, in days: a year counts 365 and a month 30.</summary>
    /// <example>730</example>
    public required int FromDays { get; init; }

    /// <summary>The oldest age that fits, in days.</summary>
    /// <example>1095</example>
    public required int ToDays { get; init; }

    internal static AgeClauseView Of(AgeClause clause) =>
        new()
        {
            IsMet = clause.IsMet,
            AgeInDays = clause.AgeInDays,
            DaysOutside = clause.DaysOutside,
            FromDays = clause.FromDays,
            ToDays = clause.ToDays,
        };
}

/// <summary>Whether a child meets the study's criteria expression.</summary>
public sealed record CriteriaClauseView
{
    public required bool IsMet { get; init; }

    /// <summary>The expression as researchers wrote it; empty: every child fits.</summary>
    /// <example>speaks_es AND NOT deaf</example>
    public required string Text { get; init; }

    /// <summary>
    /// All of it, step by step; null in lists, for an expression that is very long or deeply nested, and for one that can't
    /// be read, which only imported ones can't: no child meets that.
    /// </summary>
    public required CriteriaStepView? Step { get; init; }

    internal static CriteriaClauseView Of(CriteriaClause clause, bool isInList) =>
        new()
        {
            IsMet = clause.IsMet,
            Text = clause.Text,
            Step = clause.Step is { } step && !isInList ? CriteriaStepView.Of(step) : null,
        };
}

/// <summary>A part of a criteria expression, and whether the child meets it.</summary>
public sealed record CriteriaStepView
{
    /// <summary>
    /// <c>test</c>; or how the parts belong together: <c>all</c> must be met (without parts every child fits), <c>any</c> one
    /// of them, or the only one must <c>not</c> be.
    /// </summary>
    public required CriteriaStepKind Kind { get; init; }

    public required bool IsMet { get; init; }

    /// <summary>
    /// What a test looks at: the gender, the gestational age at birth in weeks, the age in days, the number of languages,
    /// whether the child hears one (<c>language</c>), or has a <c>condition</c>; null unless it is a test.
    /// </summary>
    public required CriteriaField? Field { get; init; }

    /// <summary><c>=</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> or <c>&gt;=</c>; null unless it is a test.</summary>
    /// <example>=</example>
    public required string? Comparison { get; init; }

    /// <summary>
    /// With what a test compares: a gender, a number, <c>na</c> for a gestational age that wasn't answered, or the code of a
    /// language or condition; null unless it is a test.
    /// </summary>
    /// <example>es</example>
    public required string? Value { get; init; }

    /// <summary>
    /// What is registered of the child: a gender or a number; null for languages and conditions, of which <c>isMet</c> says
    /// all, and for a gestational age that wasn't answered.
    /// </summary>
    public required string? Fact { get; init; }

    public required IReadOnlyList<CriteriaStepView> Parts { get; init; }

    internal static CriteriaStepView Of(CriteriaStep step) =>
        new()
        {
            Kind = step.Kind,
            IsMet = step.IsMet,
            Field = step.Test?.Field,
            Comparison = step.Test?.Comparison,
            Value = InWords(step.Test?.Field, step.Test?.Value),
            Fact = InWords(step.Test?.Field, step.Fact),
            Parts = [.. step.Parts.Select(Of)],
        };

    /// <summary>Genders are named as everywhere in the contract, not by the codes of expressions.</summary>
    static string? InWords(CriteriaField? field, string? code) =>
        field is CriteriaField.Gender && ChildTraits.ParseGender(code!) is { } gender
            ? TextRules.ToContractName(gender)
            : code;
}

/// <summary>Whether a child has taken part in another study as the rules demand.</summary>
public sealed record ParticipationClauseView
{
    public required bool IsMet { get; init; }

    /// <summary>The other study. Its name is empty when it isn't yours to see, or has been deleted since.</summary>
    public required Reference Study { get; init; }

    /// <summary>Whether the child must have taken part; otherwise it must not have.</summary>
    public required bool IsRequired { get; init; }

    /// <summary>
    /// How far the session came that counts as participation, or else the one that came furthest: only <c>opened</c>,
    /// <c>started</c> with a first trial or frame, <c>consented</c>, or <c>completed</c>; null: there was none, or it isn't
    /// yours to read.
    /// </summary>
    public required SessionProgress? Progress { get; init; }
}
