using Chs.Domain.Eligibility;

namespace Chs.Application.Studies;

/// <summary>Ages that may take part, both ends included.</summary>
public sealed record AgeRangeView
{
    public required AgeView From { get; init; }
    public required AgeView To { get; init; }

    internal static AgeRangeView Of(AgeRange ages) => new() { From = AgeView.Of(ages.From), To = AgeView.Of(ages.To) };
}

/// <summary>An age: a year counts 365 days, a month 30.</summary>
public sealed record AgeView
{
    /// <summary>0…18.</summary>
    /// <example>3</example>
    public required int Years { get; init; }

    /// <summary>0…11.</summary>
    /// <example>0</example>
    public required int Months { get; init; }

    /// <summary>0…31.</summary>
    /// <example>0</example>
    public required int Days { get; init; }

    internal static AgeView Of(Age age) =>
        new()
        {
            Years = age.Years,
            Months = age.Months,
            Days = age.Days,
        };
}
