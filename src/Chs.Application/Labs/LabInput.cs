using Chs.Application.Rules;
using Chs.Domain.Labs;
using FluentValidation;

namespace Chs.Application.Labs;

/// <summary>The editable members of a lab, complete.</summary>
public sealed record LabInput
{
    /// <summary>Unique on this site, 1…255 characters.</summary>
    /// <example>Sunshine Lab</example>
    public required string Name { get; init; }

    /// <example>University of Somewhere</example>
    public required string Institution { get; init; }

    /// <example>Prof. Robin Sunshine</example>
    public required string PrincipalInvestigator { get; init; }

    /// <summary>Where families' replies go; unique on this site.</summary>
    /// <example>sunshine@lab.example</example>
    public required string ContactEmail { get; init; }

    /// <summary>At most 255 characters, or empty.</summary>
    public required string ContactPhone { get; init; }

    /// <summary>Absolute http or https URL, or empty.</summary>
    public required string Website { get; init; }

    /// <summary>At most 20,000 characters.</summary>
    public required string Description { get; init; }

    /// <summary>Name in URLs: lower-case letters, digits and hyphens; unique on this site; null: none.</summary>
    /// <example>sunshine</example>
    public required string? Slug { get; init; }

    /// <summary>Contact for questions about the lab's ethics approval.</summary>
    public required string IrbContact { get; init; }

    internal LabProfile ToProfile() =>
        new(
            Name.Trim(),
            Institution,
            PrincipalInvestigator,
            ContactEmail.Trim().ToLowerInvariant(),
            ContactPhone,
            Website,
            Description,
            Slug,
            IrbContact
        );

    internal sealed class Validator : AbstractValidator<LabInput>
    {
        static readonly string[] Reserved =
        [
            "babies",
            "toddlers",
            "preschoolers",
            "school-age-kids",
            "adults",
            "history",
            "j",
        ];

        public Validator()
        {
            RuleFor(x => x.Name).NotEmpty().MaximumLength(255).MustBeClean();
            RuleFor(x => x.Institution).NotNull().MaximumLength(255).MustBeClean();
            RuleFor(x => x.PrincipalInvestigator).NotEmpty().MaximumLength(255).MustBeClean();
            RuleFor(x => x.ContactEmail).NotEmpty().MaximumLength(254).EmailAddress().MustBeClean();
            RuleFor(x => x.ContactPhone).NotNull().MaximumLength(255).MustBeClean();
            RuleFor(x => x.Website)
                .NotNull()
                .MaximumLength(2000)
                .Must(TextRules.IsWebAddressOrEmpty)
                .WithErrorCode("not_a_url")
                .WithMessage("Give an http or https URL, without a user name or password in it.");
            RuleFor(x => x.Slug)
                .Must(slug => slug is null || IsSlug(slug))
                .WithErrorCode("not_a_slug")
                .WithMessage("Use lower-case letters, digits and hyphens.")
                .Must(slug => slug is null || !IsReserved(slug))
                .WithErrorCode("reserved")
                .WithMessage("This address is another page's. Choose another name.");
            RuleFor(x => x.IrbContact).NotNull().MaximumLength(20_000).MustBeClean();
            RuleFor(x => x.Description).NotNull().MaximumLength(20_000).MustBeClean();
        }

        /// <remarks>A lab's page has its address beside those of studies, of age groups and of the family's history.</remarks>
        static bool IsReserved(string slug) => Reserved.Contains(slug) || Guid.TryParse(slug, out _);

        // TextRules.IsSlug would allow 100 characters only.
        static bool IsSlug(string text) =>
            text.Length is > 0 and <= 255
            && text[0] != '-'
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
    }
}
