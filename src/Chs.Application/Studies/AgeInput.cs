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

    internal Outcome<Age> ToAge() => Age.Of(Years, Months, Days);

    internal static AgeInput Of(Age age) =>
        new()
        {
            Years = age.Years,
            Months = age.Months,
            Days = age.Days,
        };
}
