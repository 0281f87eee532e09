using Chs.Application.Rules;
using Chs.Domain.Accounts;
using FluentValidation;

namespace Chs.Application.Accounts;

/// <summary>
/// A family's answers to the demographic survey, all of them: what is left out isn't answered. <c>getSite</c> lists the
/// values of each choice.
/// </summary>
public sealed record NewDemographics
{
    /// <example>2</example>
    public string? NumberOfChildren { get; init; }

    /// <summary>At most 50, none in the future.</summary>
    /// <example>["2023-05-17"]</example>
    public IReadOnlyList<DateOnly> ChildBirthdays { get; init; } = [];

    /// <example>2</example>
    public string? NumberOfGuardians { get; init; }

    /// <summary>At most 5,000 characters, as each of the texts.</summary>
    public string GuardiansExplanation { get; init; } = "";

    /// <example>["white"]</example>
    public IReadOnlyList<string> RaceEthnicity { get; init; } = [];

    public string RaceEthnicityDescribe { get; init; } = "";

    /// <example>30-34</example>
    public string? Age { get; init; }

    /// <summary>The gender of who answers.</summary>
    /// <example>female</example>
    public Gender? Gender { get; init; }

    public string GenderSelfDescribe { get; init; } = "";

    /// <example>bach</example>
    public string? EducationLevel { get; init; }

    /// <summary>Dollars a year.</summary>
    /// <example>50000</example>
    public string? AnnualIncome { get; init; }

    /// <summary>ISO 3166 alpha-2.</summary>
    /// <example>US</example>
    public string? Country { get; init; }

    /// <summary>Only with the country US.</summary>
    /// <example>MA</example>
    public string? State { get; init; }

    /// <example>urban</example>
    public string? Density { get; init; }

    /// <summary>How the family heard of the site.</summary>
    public string Referrer { get; init; } = "";

    public string AdditionalComments { get; init; } = "";

    internal DemographicAnswers ToAnswers() =>
        new()
        {
            NumberOfChildren = NumberOfChildren ?? "",
            ChildBirthdays = [.. ChildBirthdays],
            NumberOfGuardians = NumberOfGuardians ?? "",
            GuardiansExplanation = GuardiansExplanation,
            RaceEthnicity = [.. DemographicChoices.RaceEthnicity.Where(RaceEthnicity.Contains)],
            RaceEthnicityDescribe = RaceEthnicityDescribe,
            Age = Age ?? "",
            Gender = Gender is { } gender ? ChildTraits.GenderCode(gender) : "",
            GenderSelfDescribe = GenderSelfDescribe,
            EducationLevel = EducationLevel ?? "",
            AnnualIncome = AnnualIncome ?? "",
            Country = Country ?? "",
            State = State ?? "",
            Density = Density ?? "",
            Referrer = Referrer,
            AdditionalComments = AdditionalComments,
        };

    internal sealed class Validator : AbstractValidator<NewDemographics>
    {
        const int MaximumText = 5000,
            MaximumBirthdays = 50;

        public Validator()
        {
            RuleFor(x => x.NumberOfChildren).MustBeOneOf(DemographicChoices.NumberOfChildren);
            RuleFor(x => x.ChildBirthdays).NotNull().MustHoldAtMost(MaximumBirthdays);
            RuleFor(x => x.NumberOfGuardians).MustBeOneOf(DemographicChoices.NumberOfGuardians);
            RuleFor(x => x.GuardiansExplanation).NotNull().MaximumLength(MaximumText).MustBeClean();
            RuleFor(x => x.RaceEthnicity).NotNull();
            RuleForEach(x => x.RaceEthnicity).NotNull().MustBeOneOf(DemographicChoices.RaceEthnicity);
            RuleFor(x => x.RaceEthnicityDescribe).NotNull().MaximumLength(MaximumText).MustBeClean();
            RuleFor(x => x.Age).MustBeOneOf(DemographicChoices.Age);
            RuleFor(x => x.Gender).IsInEnum();
            RuleFor(x => x.GenderSelfDescribe).NotNull().MaximumLength(MaximumText).MustBeClean();
            RuleFor(x => x.EducationLevel).MustBeOneOf(DemographicChoices.EducationLevel);
            RuleFor(x => x.AnnualIncome).MustBeOneOf(DemographicChoices.AnnualIncome);
            RuleFor(x => x.Country).MustBeOneOf(DemographicChoices.Countries);
            RuleFor(x => x.State).MustBeOneOf(DemographicChoices.States);
            RuleFor(x => x.State)
                .Null()
                .When(x => x.Country is not "US")
                .WithErrorCode("only_in_us")
                .WithMessage("A state goes with the country US only.");
            RuleFor(x => x.Density).MustBeOneOf(DemographicChoices.Density);
            RuleFor(x => x.Referrer).NotNull().MaximumLength(MaximumText).MustBeClean();
            RuleFor(x => x.AdditionalComments).NotNull().MaximumLength(MaximumText).MustBeClean();
        }
    }
}
