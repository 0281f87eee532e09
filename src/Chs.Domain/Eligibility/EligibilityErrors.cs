namespace Chs.Domain.Eligibility;

/// <summary>Refusals about who may take part. Codes are part of the v3 contract.</summary>
public static class EligibilityErrors
{
    public static readonly Error NotAnAge = Error.Invalid(
        "/ages",
        "not_an_age",
        "An age has 0 to 18 years, 0 to 11 months and 0 to 31 days."
    );

    public static readonly Error EmptyAgeRange = Error.Invalid(
        "/ages",
        "empty_range",
        "The youngest age is above the oldest."
    );

    /// <param name="position">Number of characters before the unreadable place.</param>
    public static Error UnreadableCriteria(int position, string expected, string found) =>
        Error.Invalid(
            "/criteriaExpression",
            "unreadable",
            $"At position {position + 1}: expected {expected} but found {found}."
        );

    /// <param name="position">Number of characters before the one that shouldn't be there.</param>
    /// <param name="described">What it is and what to do about it, a sentence.</param>
    public static Error StrayInCriteria(int position, string described) =>
        Error.Invalid("/criteriaExpression", "unreadable", $"At position {position + 1}: {described}");
}
