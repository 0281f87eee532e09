namespace Chs.Domain.Accounts;

/// <summary>How a family describes a gender. Wire names on v1: m, f, o, na.</summary>
public enum Gender
{
    Male = 1,
    Female = 2,
    Open = 3,
    NoAnswer = 4,
}

/// <summary>A child whose parent may take part with it.</summary>
public sealed class Child : Aggregate
{
    Child() { }

    /// <summary>The parent's key.</summary>
    public long UserId { get; private init; }

    public string GivenName { get; private set; } = "";
    public DateOnly Birthday { get; private set; }
    public Gender Gender { get; private set; } = Gender.NoAnswer;
    public string GenderSelfDescribe { get; private set; } = "";

    /// <summary>0 under 24 weeks, 1…16 for 24…39 weeks, 17 for 40 or more; null when not known.</summary>
    public int? GestationalAge { get; private set; }

    public string AdditionalInformation { get; private set; } = "";

    /// <summary>Bit n stands for the n-th of <see cref="ChildTraits.Conditions"/>.</summary>
    public ulong Conditions { get; private set; }

    /// <summary>Bit n stands for the n-th of <see cref="ChildTraits.Languages"/>.</summary>
    public ulong Languages { get; private set; }

    /// <summary>Id in the system before the reference; empty for most.</summary>
    public string FormerLookitProfileId { get; private init; } = "";

    /// <summary>Hidden from its parent; stays where responses need it.</summary>
    public bool IsDeleted { get; private set; }

    public static Outcome<Child> Register(long parent, ChildProfile profile, DateTimeOffset now)
    {
        var child = new Child { Uuid = Guid.CreateVersion7(now), UserId = parent };
        var described = child.Set(profile, now);
        if (described.Failed)
            return described.Error;
        child.RecordCreation(new ChildRegistered(child.Uuid, now));
        return child;
    }

    public Outcome Describe(ChildProfile profile, DateTimeOffset now)
    {
        var described = Set(profile, now);
        if (!described.Failed)
            Changed();
        return described;
    }

    public void Delete()
    {
        IsDeleted = true;
        Changed();
    }

    /// <param name="today">In the study site's zone.</param>
    /// <returns>Days since birth.</returns>
    public int AgeInDays(DateOnly today) => today.DayNumber - Birthday.DayNumber;

    Outcome Set(ChildProfile profile, DateTimeOffset now)
    {
        // A day of grace: the family's "today" may be ahead of ours.
        if (profile.Birthday > DateOnly.FromDateTime(now.UtcDateTime).AddDays(1))
            return AccountErrors.BirthdayInFuture;
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

/// <summary>What a parent says about a child.</summary>
public sealed record ChildProfile(
    string GivenName,
    DateOnly Birthday,
    Gender Gender,
    string GenderSelfDescribe,
    int? GestationalAge,
    string AdditionalInformation,
    ulong Conditions,
    ulong Languages
);

/// <summary>A parent registered a child.</summary>
public sealed record ChildRegistered(Guid Child, DateTimeOffset At) : DomainEvent(At);
