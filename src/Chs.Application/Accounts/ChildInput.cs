using Chs.Application.Rules;
using Chs.Domain.Accounts;
using FluentValidation;

namespace Chs.Application.Accounts;

/// <summary>A child as its parent describes it, complete.</summary>
public sealed record ChildInput
{
    /// <summary>1…255 characters.</summary>
    /// <example>Mika</example>
    public required string GivenName { get; init; }

    /// <example>2023-05-17</example>
    public required DateOnly Birthday { get; init; }

    /// <example>noAnswer</example>
    public required Gender Gender { get; init; }

    /// <summary>Only with the gender <c>open</c>; otherwise empty.</summary>
    public required string GenderSelfDescribe { get; init; }

    /// <summary>At birth. 0: under 24 weeks, 1…16: 24…39 weeks, 17: 40 weeks or more; null: not sure.</summary>
    /// <example>16</example>
    public required int? GestationalAge { get; init; }

    public required string AdditionalInformation { get; init; }

    /// <summary>Each one of those that <c>getSite</c> lists.</summary>
    /// <example>["multiple_birth"]</example>
    public required IReadOnlyList<string> Conditions { get; init; }

    /// <summary>Languages that the child hears, each one of those that <c>getSite</c> lists.</summary>
    /// <example>["en"]</example>
    public required IReadOnlyList<string> Languages { get; init; }

    internal ChildProfile ToProfile() =>
        new(
            GivenName.Trim(),
            Birthday,
            Gender,
            GenderSelfDescribe,
            GestationalAge,
            AdditionalInformation,
            ChildTraits.Parse(Conditions, ChildTraits.Conditions) ?? 0,
            ChildTraits.Parse(Languages, ChildTraits.Languages) ?? 0
        );

    internal sealed class Validator : AbstractValidator<ChildInput>
    {
        public Validator()
        {
            RuleFor(x => x.GivenName).NotEmpty().MaximumLength(255).MustBeClean();
            RuleFor(x => x.Gender).IsInEnum();
            RuleFor(x => x.GenderSelfDescribe).NotNull().MaximumLength(1000).MustBeClean();
            RuleFor(x => x.GestationalAge).InclusiveBetween(0, 17);
            RuleFor(x => x.AdditionalInformation).NotNull().MaximumLength(10_000).MustBeClean();
            RuleFor(x => x.Conditions).NotNull();
            RuleForEach(x => x.Conditions).MustBeCondition();
            RuleFor(x => x.Languages).NotNull();
            RuleForEach(x => x.Languages).MustBeLanguage();
        }
    }
}
