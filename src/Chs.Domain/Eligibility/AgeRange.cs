namespace Chs.Domain.Eligibility;

/// <summary>The ages at which children may take part, both ends included.</summary>
public sealed record AgeRange
{
    /// <summary>From birth to the highest age that can be entered.</summary>
    public static readonly AgeRange Any = new() { To = Age.Of(18, 11, 31).Value };

    AgeRange() { }

    public Age From { get; private init; } = Age.Zero;
    public Age To { get; private init; } = Age.Zero;

    public static Outcome<AgeRange> Between(Age from, Age to) =>
        from.InDays <= to.InDays ? new AgeRange { From = from, To = to } : EligibilityErrors.EmptyAgeRange;

    /// <summary>Whether some age between two others, in days and with both ends, fits.</summary>
    public bool Overlaps(int fromDays, int toDays) => From.InDays <= toDays && To.InDays >= fromDays;

    /// <summary>Days by which an age is outside of the range: negative when too young, positive when too old, 0 inside.</summary>
    public int DaysOutside(int ageInDays) => DaysOutside(ageInDays, From.InDays, To.InDays);

    internal static int DaysOutside(int ageInDays, int from, int to)
    {
        if (ageInDays < from)
            return ageInDays - from;
        return Math.Max(0, ageInDays - to);
    }
}
