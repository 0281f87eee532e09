namespace Chs.Domain.Accounts;

/// <summary>The answers to the demographic survey, in the codes that v1 and the downloads show.</summary>
/// <remarks>Every answer is optional: empty means not answered.</remarks>
public sealed record DemographicAnswers
{
    public static readonly DemographicAnswers None = new();

    /// <summary>0…10 or &gt;10.</summary>
    public string NumberOfChildren { get; init; } = "";

    public IReadOnlyList<DateOnly> ChildBirthdays { get; init; } = [];

    /// <summary>1, 2, 3 or varies.</summary>
    public string NumberOfGuardians { get; init; } = "";

    public string GuardiansExplanation { get; init; } = "";

    /// <summary>Any of white, hisp, black, asian, native, mideast-naf, hawaiian-pac-isl, other.</summary>
    public IReadOnlyList<string> RaceEthnicity { get; init; } = [];

    public string RaceEthnicityDescribe { get; init; } = "";

    /// <summary>A range of years, such as 30-34, 50s or &gt;70.</summary>
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

    /// <summary>State or territory of the US; XX: none selected.</summary>
    public string State { get; init; } = "";

    /// <summary>urban, suburban, rural.</summary>
    public string Density { get; init; } = "";

    /// <summary>How the family heard of the site.</summary>
    public string Referrer { get; init; } = "";

    /// <summary>JSON text, or null.</summary>
    public string? Extra { get; init; }

    /// <summary>From an earlier form of the survey.</summary>
    public string OldLanguagesSpokenAtHome { get; init; } = "";

    /// <summary>From an earlier form of the survey.</summary>
    public string OldSpouseEducationLevel { get; init; } = "";

    /// <summary>From an earlier form of the survey.</summary>
    public int? OldNumberOfBooks { get; init; }
}
