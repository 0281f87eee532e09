using System.Diagnostics.CodeAnalysis;
using Chs.Domain;
using Chs.Domain.Eligibility;

namespace Chs.Application.Studies;

/// <summary>An age: a year counts 365 days, a month 30. In an update, absent parts stay; in a new study they are 0.</summary>
public sealed record AgeInput
{
    /// <summary>0…18.</summary>
    /// <example>3</example>
    [DisallowNull]
    public int? Years { get; init; }

    /// <summary>0…11.</summary>
    /// <example>0</example>
    [DisallowNull]
    public int? Months { get; init; }

    /// <summary>0…31.</summary>
    /// <example>0</example>
    [DisallowNull]
    public int? Days { get; init; }

    /// <summary>The age after the change.</summary>
    internal Outcome<Age> ApplyTo(Age current) =>
        Age.Of(Years ?? current.Years, Months ?? current.Months, Days ?? current.Days);
}
