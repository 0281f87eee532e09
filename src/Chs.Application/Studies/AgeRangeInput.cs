using System.Diagnostics.CodeAnalysis;
using Chs.Domain;
using Chs.Domain.Eligibility;

namespace Chs.Application.Studies;

/// <summary>Ages that may take part, both ends included. In an update, absent members stay.</summary>
public sealed record AgeRangeInput
{
    /// <summary>The lowest age; in a new study from birth when absent.</summary>
    [DisallowNull]
    public AgeInput? From { get; init; }

    /// <summary>The highest age; in a new study without an end when absent.</summary>
    [DisallowNull]
    public AgeInput? To { get; init; }

    /// <summary>The ages of a new study.</summary>
    internal Outcome<AgeRange> ToAgeRange() =>
        Between(
            From is null ? AgeRange.Any.From : From.ApplyTo(Age.Zero),
            To is null ? AgeRange.Any.To : To.ApplyTo(Age.Zero)
        );

    /// <summary>The ages after the change.</summary>
    internal Outcome<AgeRange> ApplyTo(AgeRange current) =>
        Between(
            From is null ? current.From : From.ApplyTo(current.From),
            To is null ? current.To : To.ApplyTo(current.To)
        );

    static Outcome<AgeRange> Between(Outcome<Age> from, Outcome<Age> to)
    {
        if (from.Failed)
            return from.Error;
        return to.Failed ? to.Error : AgeRange.Between(from.Value, to.Value);
    }
}
