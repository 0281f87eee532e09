using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Labs;

/// <summary>Makes a lab. Any researcher may, and becomes its admin; families see nothing of it before it is approved.</summary>
public sealed record CreateLab(LabInput Lab) : ICommand<LabView>
{
    internal sealed class Validator : AbstractValidator<CreateLab>
    {
        public Validator() => RuleFor(x => x.Lab).SetValidator(new LabInput.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<CreateLab, Outcome<LabView>>
    {
        public async Task<Outcome<LabView>> Handle(CreateLab request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            if (!actor.IsResearcher)
                return Error.Forbidden;
            if (await db.UnconfirmedAsync(actor, cancellationToken) is { } unconfirmed)
                return unconfirmed;

            var lab = Domain.Labs.Lab.Create(request.Lab.ToProfile(), actor.Id, time.GetUtcNow());
            db.Labs.Add(lab);
            await db.SaveChangesAsync(cancellationToken); // the membership needs the key that the database gives
            db.LabMemberships.Add(LabMembership.Of(lab.Id, actor.Key, LabRole.Admin));
            return LabView.Of(new ReachedLab(lab, LabRole.Admin, Permissions.OnLab(LabRole.Admin)));
        }
    }
}

/// <summary>What a lab says about itself.</summary>
public sealed record LabInput
{
    /// <summary>Unique on this site, 1…255 characters.</summary>
    /// <example>Sunshine Lab</example>
    public required string Name { get; init; }

    /// <example>University of Somewhere</example>
    public required string Institution { get; init; }

    /// <example>Prof. Robin Sunshine</example>
    public required string PrincipalInvestigator { get; init; }

    /// <summary>Families' answers go there; unique on this site.</summary>
    /// <example>sunshine@lab.example</example>
    public required string ContactEmail { get; init; }

    public string ContactPhone { get; init; } = "";

    /// <summary>Absolute http or https URL, or empty.</summary>
    public string Website { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>Name in addresses: lower-case letters, digits and hyphens; unique on this site; null: none.</summary>
    /// <example>sunshine</example>
    public string? Slug { get; init; }

    /// <summary>Whom to ask about the lab's ethics approval.</summary>
    public string IrbContact { get; init; } = "";

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
        public Validator()
        {
            RuleFor(x => x.Name).NotEmpty().MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Institution).NotNull().MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.PrincipalInvestigator)
                .NotEmpty()
                .MaximumLength(255)
                .Must(TextRules.IsClean)
                .WithErrorCode("invalid");
            RuleFor(x => x.ContactEmail)
                .NotEmpty()
                .MaximumLength(254)
                .EmailAddress()
                .Must(TextRules.IsClean)
                .WithErrorCode("invalid");
            RuleFor(x => x.ContactPhone).NotNull().MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Website)
                .NotNull()
                .MaximumLength(2000)
                .Must(TextRules.IsWebAddressOrEmpty)
                .WithErrorCode("not_a_url")
                .WithMessage("Give an http or https URL.");
            RuleFor(x => x.Slug)
                .Must(slug =>
                    slug is null
                    || (
                        slug.Length is > 0 and <= 255
                        && slug[0] != '-'
                        && slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
                    )
                )
                .WithErrorCode("not_a_slug")
                .WithMessage("Use lower-case letters, digits and hyphens.");
            RuleFor(x => x.IrbContact).NotNull().MaximumLength(20_000).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Description)
                .NotNull()
                .MaximumLength(20_000)
                .Must(TextRules.IsClean)
                .WithErrorCode("invalid");
        }
    }
}
