using Chs.Application.Rules;
using FluentValidation;

namespace Chs.Application.Site;

/// <summary>The editable members of an institution, complete.</summary>
public sealed record InstitutionInput
{
    /// <summary>Unique, 1…255 characters.</summary>
    /// <example>University of Somewhere</example>
    public required string Name { get; init; }

    /// <summary>Absolute http or https URL, or empty.</summary>
    /// <example>https://www.somewhere.example</example>
    public required string Website { get; init; }

    /// <summary>Heading of the section that lists it; at most 255 characters.</summary>
    /// <example>Founders</example>
    public required string Section { get; init; }

    /// <summary>Orders the list, lower first; 0…1,000,000.</summary>
    public required int Place { get; init; }

    internal sealed class Validator : AbstractValidator<InstitutionInput>
    {
        public Validator()
        {
            RuleFor(x => x.Name).NotEmpty().MaximumLength(255).MustBeClean();
            RuleFor(x => x.Website)
                .NotNull()
                .MaximumLength(2000)
                .Must(TextRules.IsWebAddressOrEmpty)
                .WithErrorCode("not_a_url")
                .WithMessage("Give an http or https URL, without a user name or password in it.");
            RuleFor(x => x.Section).NotNull().MaximumLength(255).MustBeClean();
            RuleFor(x => x.Place).InclusiveBetween(0, 1_000_000);
        }
    }
}
