using Chs.Domain.Responses;

namespace Chs.Domain.Eligibility;

/// <summary>Why a child may take part in a study or not: a clause for each rule of the study.</summary>
/// <remarks>It holds ids and numbers but no words and no names: those are for who reads it.</remarks>
/// <param name="Day">The day for which it was judged, in the site's zone.</param>
/// <param name="Participation">In the order of the study's rules.</param>
public sealed record EligibilityTrace(
    DateOnly Day,
    AgeClause Age,
    CriteriaClause Criteria,
    IReadOnlyList<ParticipationClause> Participation
)
{
    public bool IsEligible => Age.IsMet && Criteria.IsMet && Participation.All(clause => clause.IsMet);

    /// <summary>The codes that are stored with a response, sorted.</summary>
    public IReadOnlyList<string> Codes =>
        EligibilityCodes.Of(Age.DaysOutside, Criteria.IsMet, Participation.All(clause => clause.IsMet));
}

/// <summary>The ages that a study takes.</summary>
/// <param name="AgeInDays">The child's.</param>
/// <param name="FromDays">The youngest age that fits.</param>
/// <param name="ToDays">The oldest age that fits.</param>
public sealed record AgeClause(int AgeInDays, int FromDays, int ToDays)
{
    public bool IsMet => DaysOutside == 0;

    /// <inheritdoc cref="AgeRange.DaysOutside(int)"/>
    public int DaysOutside => AgeRange.DaysOutside(AgeInDays, FromDays, ToDays);
}

/// <summary>A study's criteria expression.</summary>
/// <param name="Text">As researchers wrote it; empty: every child fits.</param>
/// <param name="IsMet">No child meets one that can't be read, as some imported ones can't.</param>
/// <param name="Step">
/// All of it; null when it can't be read, or is too long or too deeply nested to be said step by step.
/// </param>
public sealed record CriteriaClause(string Text, bool IsMet, CriteriaStep? Step)
{
    /// <summary>Most tests, and levels of steps within each other, that are said step by step.</summary>
    public const int MaximumTests = 100,
        MaximumLevels = 8;
}

/// <summary>That a child must, or must not, have taken part in another study.</summary>
/// <param name="Study">Uuid of the other study.</param>
/// <param name="IsRequired">Whether the child must have taken part; otherwise it must not have.</param>
/// <param name="Part">
/// The session that counts as participation, or else the one that came furthest; null: the child has begun none.
/// </param>
public sealed record ParticipationClause(Guid Study, bool IsRequired, PartTaken? Part)
{
    public bool IsMet => (Part is { IsCounted: true }) == IsRequired;
}

/// <summary>A session of a child in a study, as far as it matters for who may take part.</summary>
/// <param name="Study">Uuid of the study.</param>
/// <param name="Session">Uuid of the session.</param>
/// <param name="IsCounted">Whether it counts as participation: <see cref="Participation"/>.</param>
/// <param name="Progress">How far it came.</param>
public sealed record PartTaken(Guid Study, Guid Session, bool IsCounted, SessionProgress Progress);
