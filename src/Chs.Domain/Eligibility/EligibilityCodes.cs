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
    /// <param name="daysOutside">See <see cref="AgeRange.DaysOutside(int)"/>.</param>
    internal static IReadOnlyList<string> Of(int daysOutside, bool meetsCriteria, bool participationFits)
    {
        List<string> codes = [];
        if (!meetsCriteria)
            codes.Add(CriteriaExpression);
        if (!participationFits)
            codes.Add(Participation);
        if (daysOutside > 0)
            codes.Add(TooOld);
        if (daysOutside < 0)
            codes.Add(TooYoung);
        return codes is [] ? [Eligible] : codes;
    }
}
