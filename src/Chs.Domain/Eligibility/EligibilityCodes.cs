namespace Chs.Domain.Eligibility;

/// <summary>Codes stored with a response for whether its child was eligible. The texts are those of the reference.</summary>
public static class EligibilityCodes
{
    public const string Eligible = "Eligible";
    public const string CriteriaExpression = "Ineligible_CriteriaExpression";
    public const string Participation = "Ineligible_Participation";
    public const string TooOld = "Ineligible_TooOld";
    public const string TooYoung = "Ineligible_TooYoung";

    /// <summary>The codes for a child, sorted.</summary>
    /// <remarks>Families that aren't eligible may still take part; researchers filter responses by these codes.</remarks>
    /// <param name="ages">The ages that the study takes.</param>
    /// <param name="criteria">The study's criteria expression. No child meets an unreadable one, which only imported studies have.</param>
    /// <param name="participationFits">Whether the child meets the study's criteria of earlier participation.</param>
    public static IReadOnlyList<string> For(AgeRange ages, string criteria, ChildFacts child, bool participationFits)
    {
        List<string> codes = [];
        var expression = Domain.Eligibility.CriteriaExpression.Parse(criteria);
        if (expression.Failed || !expression.Value.IsMetBy(child))
            codes.Add(CriteriaExpression);
        if (!participationFits)
            codes.Add(Participation);
        var outside = ages.DaysOutside(child.AgeInDays);
        if (outside > 0)
            codes.Add(TooOld);
        if (outside < 0)
            codes.Add(TooYoung);
        return codes is [] ? [Eligible] : codes;
    }
}
