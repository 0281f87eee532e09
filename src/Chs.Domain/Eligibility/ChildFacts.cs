using System.Numerics;
using Chs.Domain.Accounts;

namespace Chs.Domain.Eligibility;

/// <summary>The facts about a child that a criteria expression can test.</summary>
/// <param name="Gender">As registered.</param>
/// <param name="GestationalAgeInWeeks">23 means less than 24, 40 means 40 or more; null when not answered.</param>
/// <param name="AgeInDays">On the day for which eligibility is computed.</param>
/// <param name="Languages">Bit n stands for the n-th of <see cref="ChildTraits.Languages"/>.</param>
/// <param name="Conditions">Bit n stands for the n-th of <see cref="ChildTraits.Conditions"/>.</param>
public sealed record ChildFacts(
    Gender Gender,
    int? GestationalAgeInWeeks,
    int AgeInDays,
    ulong Languages,
    ulong Conditions
)
{
    public int LanguageCount => BitOperations.PopCount(Languages);

    public static ChildFacts Of(Child child, DateOnly today) =>
        new(child.Gender, WeeksOf(child.GestationalAge), child.AgeInDays(today), child.Languages, child.Conditions);

    /// <param name="code">See <see cref="Child.GestationalAge"/>.</param>
    public static int? WeeksOf(int? code) => code is { } weeks ? Math.Min(weeks + 23, 40) : null;
}
