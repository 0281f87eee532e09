using Chs.Domain;
using Chs.Domain.Eligibility;

namespace Chs.Application.Studies;

/// <summary>An age: a year counts 365 days, a month 30.</summary>
public sealed record AgeInput
{
    /// <summary>0…18.</summary>
    /// <example>3</example>
    public int Years { get; init; }

    /// <summary>0…11.</summary>
    /// <example>0</example>
    public int Months { get; init; }

    /// <summary>0…31.</summary>
    /// <example>0</example>
    public int Days { get; init; }

    internal static AgeInput Of(Age age) =>
        new()
        {
            Years = age.Years,
            Months = age.Months,
            Days = age.Days,
        };
}

/// <summary>Ages that may take part, both ends included.</summary>
public sealed record AgeRangeInput
{
    public required AgeInput From { get; init; }
    public required AgeInput To { get; init; }

    internal Outcome<AgeRange> ToAgeRange()
    {
        var (from, to) = (Age.Of(From.Years, From.Months, From.Days), Age.Of(To.Years, To.Months, To.Days));
        return from.Failed ? from.Error
            : to.Failed ? to.Error
            : AgeRange.Between(from.Value, to.Value);
    }

    internal static AgeRangeInput Of(AgeRange ages) =>
        new() { From = AgeInput.Of(ages.From), To = AgeInput.Of(ages.To) };
}
