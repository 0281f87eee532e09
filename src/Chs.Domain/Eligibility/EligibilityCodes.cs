namespace Chs.Domain.Eligibility;

/// <summary>What a stored response says about whether its child fitted the study. The words are the reference's.</summary>
public static class EligibilityCodes
{
    public const string Eligible = "Eligible";
    public const string CriteriaExpression = "Ineligible_CriteriaExpression";
    public const string Participation = "Ineligible_Participation";
    public const string TooOld = "Ineligible_TooOld";
    public const string TooYoung = "Ineligible_TooYoung";

    /// <summary>The codes for a child, sorted. Families that don't fit may still take part: researchers sort them out by these codes.</summary>
    /// <param name="ages">The study's.</param>
    /// <param name="criteria">The study's expression as text. One that can't be read (only imported studies have such) fits nobody.</param>
    /// <param name="participationFits">Whether the child took part in every study that it must, and in none that it must not.</param>
    public static IReadOnlyList<string> For(AgeRange ages, string criteria, ChildFacts child, bool participationFits)
    {
        List<string> codes = [];
        var expression = Domain.Eligibility.CriteriaExpression.Parse(criteria);
        if (expression.Failed || !expression.Value.Fits(child))
            codes.Add(CriteriaExpression);
        if (!participationFits)
            codes.Add(Participation);
        var outside = ages.Outside(child.AgeInDays);
        if (outside > 0)
            codes.Add(TooOld);
        if (outside < 0)
            codes.Add(TooYoung);
        return codes is [] ? [Eligible] : codes;
    }
}
