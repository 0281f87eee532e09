namespace Chs.Domain.Eligibility;

/// <summary>Who may take part in a study. Lists, pages, sessions and dry runs all ask here.</summary>
/// <remarks>
/// Families that aren't eligible may still take part, as in the reference: what is judged informs them and the
/// researchers.
/// </remarks>
public sealed class EligibilityRules
{
    readonly AgeRange _ages;
    readonly string _text;

    /// <summary>Null when it can't be read.</summary>
    readonly CriteriaExpression? _criteria;
    readonly IReadOnlyList<ParticipationRule> _participation;

    /// <param name="ages">The ages that the study takes.</param>
    /// <param name="criteria">The study's criteria expression. No child meets an unreadable one, which only imported studies have.</param>
    /// <param name="participation">The other studies that matter.</param>
    public EligibilityRules(AgeRange ages, string criteria, IReadOnlyList<ParticipationRule> participation)
    {
        _ages = ages;
        _text = criteria;
        var parsed = CriteriaExpression.Parse(criteria);
        _criteria = parsed.Failed ? null : parsed.Value;
        _participation = participation;
    }

    /// <summary>Uuids of the studies in which children must, or must not, have taken part.</summary>
    public IReadOnlyCollection<Guid> OtherStudies => [.. _participation.Select(rule => rule.Study).Distinct()];

    /// <summary>Whether a child may take part. It says no more than <see cref="Judge"/>, for lists of thousands.</summary>
    /// <param name="tookPart">Whether the child has taken part in the study with this uuid.</param>
    public bool Fit(ChildFacts child, Predicate<Guid> tookPart) =>
        _ages.DaysOutside(child.AgeInDays) == 0
        && _criteria?.IsMetBy(child) is true
        && _participation.All(rule => tookPart(rule.Study) == rule.IsRequired);

    /// <summary>Says of each rule whether the child meets it, and why.</summary>
    /// <param name="day">The day for which <paramref name="child"/> is described.</param>
    /// <param name="parts">The child's sessions, at least those in studies that the rules name.</param>
    public EligibilityTrace Judge(ChildFacts child, DateOnly day, IReadOnlyCollection<PartTaken> parts) =>
        new(
            day,
            new AgeClause(child.AgeInDays, _ages.From.InDays, _ages.To.InDays),
            JudgeCriteria(child),
            [.. _participation.Select(rule => new ParticipationClause(rule.Study, rule.IsRequired, Best(rule, parts)))]
        );

    CriteriaClause JudgeCriteria(ChildFacts child)
    {
        if (_criteria is null)
            return new CriteriaClause(_text, IsMet: false, null);
        var step = _criteria.Explain(child);
        var isShort = step.Tests <= CriteriaClause.MaximumTests && step.Levels <= CriteriaClause.MaximumLevels;
        return new CriteriaClause(_text, step.IsMet, isShort ? step : null);
    }

    static PartTaken? Best(ParticipationRule rule, IEnumerable<PartTaken> parts) =>
        parts
            .Where(part => part.Study == rule.Study)
            .OrderByDescending(part => part.IsCounted)
            .ThenByDescending(part => part.Progress)
            .FirstOrDefault();
}

/// <summary>Another study that decides who may take part.</summary>
/// <param name="Study">Its uuid.</param>
/// <param name="IsRequired">Whether children must have taken part in it; otherwise they must not have.</param>
public sealed record ParticipationRule(Guid Study, bool IsRequired);
