namespace Chs.Domain.Eligibility;

/// <summary>An age in years, months and days, as researchers enter it.</summary>
/// <remarks>A year counts 365 days and a month 30, so the parts can't be computed back from the number of days.</remarks>
public sealed record Age
{
    public static readonly Age Zero = new();

    Age() { }

    /// <summary>0…18.</summary>
    public int Years { get; private init; }

    /// <summary>0…11.</summary>
    public int Months { get; private init; }

    /// <summary>0…31.</summary>
    public int Days { get; private init; }

    public int InDays => (Years * 365) + (Months * 30) + Days;

    public static Outcome<Age> Of(int years, int months, int days)
    {
        if (years is < 0 or > 18 || months is < 0 or > 11 || days is < 0 or > 31)
            return EligibilityErrors.NotAnAge;
        return new Age
        {
            Years = years,
            Months = months,
            Days = days,
        };
    }
}
