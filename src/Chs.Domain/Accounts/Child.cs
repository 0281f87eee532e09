using Chs.Domain.Studies;

namespace Chs.Domain.Accounts;

/// <summary>
/// A child that a parent has registered to take part in studies, or a test participant, with whom one study is previewed.
/// </summary>
public sealed class Child : Aggregate
{
    /// <summary>An earlier birthday is a slip of the pen.</summary>
    const int MaximumYears = 120;

    Child() { }

    /// <summary>Key of the parent; of whoever made a test participant, who isn't its parent.</summary>
    public long UserId { get; private init; }

    /// <summary>Key of the study that this test participant belongs to; null: a family's child.</summary>
    public long? TestOfStudyId { get; private init; }

    public string GivenName { get; private set; } = "";
    public DateOnly Birthday { get; private set; }
    public Gender Gender { get; private set; } = Gender.NoAnswer;
    public string GenderSelfDescribe { get; private set; } = "";

    /// <summary>0: under 24 weeks, 1…16: 24…39 weeks, 17: 40 weeks or more; null when not known.</summary>
    public int? GestationalAge { get; private set; }

    public string AdditionalInformation { get; private set; } = "";

    /// <summary>Bit n stands for the n-th of <see cref="ChildTraits.Conditions"/>.</summary>
    public ulong Conditions { get; private set; }

    /// <summary>Bit n stands for the n-th of <see cref="ChildTraits.Languages"/>.</summary>
    public ulong Languages { get; private set; }

    /// <summary>Id in the system before the reference; empty for most.</summary>
    public string FormerLookitProfileId { get; private init; } = "";

    /// <summary>Hidden from the parent or the study, but kept because responses refer to it.</summary>
    public bool IsDeleted { get; private set; }

    /// <param name="today">The day at the site, in which ages are counted.</param>
    public static Outcome<Child> Register(long parent, ChildProfile profile, DateTimeOffset now, DateOnly today)
    {
        if (BirthdayFault(profile, today) is { } fault)
            return fault;
        var child = new Child { Uuid = Guid.CreateVersion7(now), UserId = parent };
        var applied = child.Apply(profile);
        if (applied.Failed)
            return applied.Error;
        child.RecordCreation(new ChildRegistered(child.Uuid, now));
        return child;
    }

    /// <summary>Makes a participant of any age with whom this study is previewed.</summary>
    /// <param name="today">The day at the site, in which ages are counted.</param>
    public static Outcome<Child> CreateTest(Study study, ChildProfile profile, Deed deed, DateOnly today)
    {
        if (BirthdayFault(profile, today) is { } fault)
            return fault;
        var participant = new Child
        {
            Uuid = Guid.CreateVersion7(deed.At),
            UserId = deed.ByKey,
            TestOfStudyId = study.Id,
        };
        var applied = participant.Apply(profile);
        if (applied.Failed)
            return applied.Error;
        participant.RecordCreation(new TestParticipantCreated(participant.Uuid, study.Uuid, deed.By, deed.At));
        return participant;
    }

    /// <remarks>A birthday that stays is never refused: it may have been imported.</remarks>
    /// <param name="today">The day at the site, in which ages are counted.</param>
    public Outcome Describe(ChildProfile profile, DateOnly today)
    {
        if (profile.Birthday != Birthday && BirthdayFault(profile, today) is { } fault)
            return fault;
        var applied = Apply(profile);
        if (!applied.Failed)
            IncrementVersion();
        return applied;
    }

    public void Delete()
    {
        IsDeleted = true;
        IncrementVersion();
    }

    /// <summary>Days since birth.</summary>
    /// <param name="today">In the time zone of the site.</param>
    public int AgeInDays(DateOnly today) => today.DayNumber - Birthday.DayNumber;

    static Error? BirthdayFault(ChildProfile profile, DateOnly today)
    {
        var earliest = today.AddYears(-MaximumYears);
        if (profile.Birthday > today)
            return AccountErrors.BirthdayInFuture(today);
        return profile.Birthday < earliest ? AccountErrors.BirthdayTooLongAgo(earliest) : null;
    }

    Outcome Apply(ChildProfile profile)
    {
        if (profile.GenderSelfDescribe.Length > 0 && profile.Gender != Gender.Open)
            return AccountErrors.GenderNeedsDescription;

        GivenName = profile.GivenName;
        Birthday = profile.Birthday;
        Gender = profile.Gender;
        GenderSelfDescribe = profile.GenderSelfDescribe;
        GestationalAge = profile.GestationalAge;
        AdditionalInformation = profile.AdditionalInformation;
        Conditions = profile.Conditions;
        Languages = profile.Languages;
        return Outcome.Ok;
    }
}
