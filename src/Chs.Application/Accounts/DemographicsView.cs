using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>A family's answers to the demographic survey at one time. Null or empty: not answered.</summary>
public sealed record DemographicsView
{
    public required Guid Id { get; init; }

    /// <summary>When they were given.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <example>2</example>
    public required string? NumberOfChildren { get; init; }

    /// <example>["2023-05-17"]</example>
    public required IReadOnlyList<DateOnly> ChildBirthdays { get; init; }

    /// <example>2</example>
    public required string? NumberOfGuardians { get; init; }

    public required string GuardiansExplanation { get; init; }

    /// <example>["white"]</example>
    public required IReadOnlyList<string> RaceEthnicity { get; init; }

    public required string RaceEthnicityDescribe { get; init; }

    /// <example>30-34</example>
    public required string? Age { get; init; }

    /// <example>female</example>
    public required Gender? Gender { get; init; }

    public required string GenderSelfDescribe { get; init; }

    /// <example>bach</example>
    public required string? EducationLevel { get; init; }

    /// <example>50000</example>
    public required string? AnnualIncome { get; init; }

    /// <example>US</example>
    public required string? Country { get; init; }

    /// <example>MA</example>
    public required string? State { get; init; }

    /// <example>urban</example>
    public required string? Density { get; init; }

    public required string Referrer { get; init; }
    public required string AdditionalComments { get; init; }

    internal static DemographicsView Of(DemographicSnapshot snapshot)
    {
        var answers = snapshot.Answers;
        return new DemographicsView
        {
            Id = snapshot.Uuid,
            CreatedAt = snapshot.CreatedAt,
            NumberOfChildren = OrNull(answers.NumberOfChildren),
            ChildBirthdays = answers.ChildBirthdays,
            NumberOfGuardians = OrNull(answers.NumberOfGuardians),
            GuardiansExplanation = answers.GuardiansExplanation,
            RaceEthnicity = answers.RaceEthnicity,
            RaceEthnicityDescribe = answers.RaceEthnicityDescribe,
            Age = OrNull(answers.Age),
            Gender = ChildTraits.ParseGender(answers.Gender),
            GenderSelfDescribe = answers.GenderSelfDescribe,
            EducationLevel = OrNull(answers.EducationLevel),
            AnnualIncome = OrNull(answers.AnnualIncome),
            Country = OrNull(answers.Country),
            // The reference writes XX when none was chosen, and keeps a state beside another country.
            State = answers.Country is "US" && answers.State is not "XX" ? OrNull(answers.State) : null,
            Density = OrNull(answers.Density),
            Referrer = answers.Referrer,
            AdditionalComments = answers.AdditionalComments,
        };
    }

    static string? OrNull(string answer) => answer.Length == 0 ? null : answer;
}
