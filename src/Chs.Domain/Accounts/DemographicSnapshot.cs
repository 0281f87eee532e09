namespace Chs.Domain.Accounts;

/// <summary>A family's answers to the demographic survey at one moment. Never changed: a new answer is a new row.</summary>
public sealed class DemographicSnapshot
{
    DemographicSnapshot() { }

    public long Id { get; private init; }
    public Guid Uuid { get; private init; }

    /// <summary>Null once that account is gone.</summary>
    public long? UserId { get; private init; }

    /// <summary>The answers before these; null for the first.</summary>
    public long? PreviousId { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }
    public DemographicAnswers Answers { get; private init; } = DemographicAnswers.None;

    public static DemographicSnapshot Take(long user, long? previous, DemographicAnswers answers, DateTimeOffset now) =>
        new()
        {
            Uuid = Guid.CreateVersion7(now),
            UserId = user,
            PreviousId = previous,
            Answers = answers,
            CreatedAt = now,
        };
}

/// <summary>The survey's answers in the codes that v1 and the downloads show. Nothing must be answered: an empty text is no answer.</summary>
public sealed record DemographicAnswers
{
    public static readonly DemographicAnswers None = new();

    /// <summary>0…10 or &gt;10.</summary>
    public string NumberOfChildren { get; init; } = "";

    public IReadOnlyList<DateOnly> ChildBirthdays { get; init; } = [];

    /// <summary>1, 2, 3 or varies.</summary>
    public string NumberOfGuardians { get; init; } = "";

    public string GuardiansExplanation { get; init; } = "";

    /// <summary>Of white, hisp, black, asian, native, mideast-naf, hawaiian-pac-isl, other.</summary>
    public IReadOnlyList<string> RaceEthnicity { get; init; } = [];

    public string RaceEthnicityDescribe { get; init; } = "";

    /// <summary>A span of years, such as 30-34, 50s or &gt;70.</summary>
    public string Age { get; init; } = "";

    /// <summary>m, f, o, na.</summary>
    public string Gender { get; init; } = "";

    public string GenderSelfDescribe { get; init; } = "";

    /// <summary>some, hs, col, assoc, bach, grad, prof.</summary>
    public string EducationLevel { get; init; } = "";

    /// <summary>Dollars a year, &gt;200000 or na.</summary>
    public string AnnualIncome { get; init; } = "";

    public string FormerAnnualIncome { get; init; } = "";
    public string AdditionalComments { get; init; } = "";

    /// <summary>ISO 3166 alpha-2.</summary>
    public string Country { get; init; } = "";

    /// <summary>State or territory of the US; XX: none chosen.</summary>
    public string State { get; init; } = "";

    /// <summary>urban, suburban, rural.</summary>
    public string Density { get; init; } = "";

    /// <summary>How the family came to the site.</summary>
    public string Referrer { get; init; } = "";

    /// <summary>JSON text, or null.</summary>
    public string? Extra { get; init; }

    /// <summary>Of a survey before today's.</summary>
    public string OldLanguagesSpokenAtHome { get; init; } = "";

    /// <summary>Of a survey before today's.</summary>
    public string OldSpouseEducationLevel { get; init; } = "";

    /// <summary>Of a survey before today's.</summary>
    public int? OldNumberOfBooks { get; init; }
}
