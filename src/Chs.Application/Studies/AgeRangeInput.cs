using Chs.Domain;
using Chs.Domain.Eligibility;

namespace Chs.Application.Studies;

/// <summary>Ages that may take part, both ends included.</summary>
public sealed record AgeRangeInput
{
    public required AgeInput From { get; init; }
    public required AgeInput To { get; init; }

    internal Outcome<AgeRange> ToAgeRange()
    {
        var from = From.ToAge();
        if (from.Failed)
            return from.Error;
        var to = To.ToAge();
        if (to.Failed)
            return to.Error;
        return AgeRange.Between(from.Value, to.Value);
    }

    internal static AgeRangeInput Of(AgeRange ages) =>
        new() { From = AgeInput.Of(ages.From), To = AgeInput.Of(ages.To) };
}
