namespace Chs.Application.Studies;

/// <summary>The ages of the groups by which families look for studies.</summary>
static class AgeGroups
{
    const int DaysOfYear = 365;

    /// <summary>First and last year of a group.</summary>
    static (int From, int To) YearsOf(AgeGroup group) =>
        group switch
        {
            AgeGroup.Babies => (0, 1),
            AgeGroup.Toddlers => (1, 3),
            AgeGroup.Preschoolers => (3, 5),
            AgeGroup.SchoolAgeKids => (5, 18),
            _ => (18, 999),
        };

    /// <summary>The ages that a query asks for, in days and with both ends; null: any.</summary>
    public static (int From, int To)? DaysOf(OpenStudiesQuery query)
    {
        if (query.AgeGroup is { } group)
            return InDays(YearsOf(group));
        if (query.FromAge is null && query.ToAge is null)
            return null;
        return InDays((query.FromAge ?? 0, query.ToAge ?? int.MaxValue / DaysOfYear));
    }

    static (int From, int To) InDays((int From, int To) years) => (years.From * DaysOfYear, years.To * DaysOfYear);
}
