using System.Linq.Expressions;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>
/// Demographic answers as v1 and v2 show them. For the members see <see cref="DemographicAnswers"/>.
/// </summary>
public sealed record JsonApiDemographics
{
    public required Guid Id { get; init; }

    /// <summary>The database key, which v1 shows as <c>pk</c>.</summary>
    public required long Key { get; init; }

    /// <summary>Database key of the family's account; null once that account is deleted.</summary>
    public required long? UserKey { get; init; }

    public required string NumberOfChildren { get; init; }
    public required IReadOnlyList<DateOnly> ChildBirthdays { get; init; }
    public required string NumberOfGuardians { get; init; }
    public required string GuardiansExplanation { get; init; }
    public required IReadOnlyList<string> RaceEthnicity { get; init; }
    public required string RaceEthnicityDescribe { get; init; }
    public required string Age { get; init; }
    public required string Gender { get; init; }
    public required string EducationLevel { get; init; }
    public required string AnnualIncome { get; init; }
    public required string FormerAnnualIncome { get; init; }
    public required string Referrer { get; init; }
    public required string AdditionalComments { get; init; }
    public required string Country { get; init; }
    public required string State { get; init; }
    public required string Density { get; init; }

    /// <summary>JSON text, or null.</summary>
    public required string? Extra { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal static readonly Expression<Func<DemographicSnapshot, JsonApiDemographics>> Projection =
        snapshot => new JsonApiDemographics
        {
            Id = snapshot.Uuid,
            Key = snapshot.Id,
            UserKey = snapshot.UserId,
            NumberOfChildren = snapshot.Answers.NumberOfChildren,
            ChildBirthdays = snapshot.Answers.ChildBirthdays,
            NumberOfGuardians = snapshot.Answers.NumberOfGuardians,
            GuardiansExplanation = snapshot.Answers.GuardiansExplanation,
            RaceEthnicity = snapshot.Answers.RaceEthnicity,
            RaceEthnicityDescribe = snapshot.Answers.RaceEthnicityDescribe,
            Age = snapshot.Answers.Age,
            Gender = snapshot.Answers.Gender,
            EducationLevel = snapshot.Answers.EducationLevel,
            AnnualIncome = snapshot.Answers.AnnualIncome,
            FormerAnnualIncome = snapshot.Answers.FormerAnnualIncome,
            Referrer = snapshot.Answers.Referrer,
            AdditionalComments = snapshot.Answers.AdditionalComments,
            Country = snapshot.Answers.Country,
            State = snapshot.Answers.State,
            Density = snapshot.Answers.Density,
            Extra = snapshot.Answers.Extra,
            CreatedAt = snapshot.CreatedAt,
        };
}
