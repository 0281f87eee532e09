namespace Chs.Domain.Eligibility;

/// <summary>An age as researchers write it. A year counts 365 days, a month 30: the parts can't be recovered from the days.</summary>
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

    public static Outcome<Age> Of(int years, int months, int days) =>
        (years, months, days) is (>= 0 and <= 18, >= 0 and <= 11, >= 0 and <= 31)
            ? new Age
            {
                Years = years,
                Months = months,
                Days = days,
            }
            : EligibilityErrors.NotAnAge;
}

/// <summary>Ages that may take part, both ends included.</summary>
public sealed record AgeRange
{
    /// <summary>From birth to the oldest age that can be written.</summary>
    public static readonly AgeRange Any = new() { To = Age.Of(18, 11, 31).Value };

    AgeRange() { }

    public Age From { get; private init; } = Age.Zero;
    public Age To { get; private init; } = Age.Zero;

    public static Outcome<AgeRange> Between(Age from, Age to) =>
        from.InDays <= to.InDays ? new AgeRange { From = from, To = to } : EligibilityErrors.EmptyAgeRange;

    /// <summary>0 inside; negative: days still too young; positive: days too old.</summary>
    public int Outside(int ageInDays) =>
        ageInDays < From.InDays ? ageInDays - From.InDays : Math.Max(0, ageInDays - To.InDays);
}

/// <summary>Refusals about who may take part. Codes are part of the v3 contract.</summary>
public static class EligibilityErrors
{
    public static readonly Error NotAnAge = Error.Invalid(
        "/ages",
        "not_an_age",
        "An age has 0 to 18 years, 0 to 11 months and 0 to 31 days."
    );

    /// <param name="position">Characters before the place that can't be read.</param>
    public static Error UnreadableCriteria(int position, string expected, string found) =>
        Error.Invalid(
            "/criteriaExpression",
            "unreadable",
            $"At position {position + 1}: expected {expected} but found {found}."
        );

    public static readonly Error EmptyAgeRange = Error.Invalid(
        "/ages",
        "empty_range",
        "The youngest age is above the oldest."
    );
}
