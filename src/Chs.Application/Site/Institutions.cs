using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Site;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Site;

/// <summary>The institutions of the site's scientists, by place. Anybody may look.</summary>
public sealed record ListInstitutions : PagedQuery, IQuery<Page<InstitutionView>>, IWithinScope
{
    internal sealed class Validator : PagedValidator<ListInstitutions>;

    internal sealed class Handler(IChsDb db) : IRequestHandler<ListInstitutions, Outcome<Page<InstitutionView>>>
    {
        public async Task<Outcome<Page<InstitutionView>>> Handle(
            ListInstitutions request,
            CancellationToken cancellationToken
        )
        {
            var institutions = db.Institutions.AsNoTracking();
            if (request.After is { } after && int.TryParse(after.Text, out var place))
                institutions = institutions.Where(i => i.Place > place || (i.Place == place && i.Id > after.Key));
            var rows = await institutions
                .OrderBy(i => i.Place)
                .ThenBy(i => i.Id)
                .Take(request.Limit + 1)
                .ToListAsync(cancellationToken);
            return Page.Create(
                rows,
                request.Limit,
                row => new Cursor(row.Place.ToString(), row.Id),
                InstitutionView.Of
            );
        }
    }
}

/// <summary>Adds an institution. For the site's staff.</summary>
public sealed record AddInstitution(InstitutionInput Institution) : ICommand<InstitutionView>
{
    internal sealed class Validator : AbstractValidator<AddInstitution>
    {
        public Validator() =>
            RuleFor(x => x.Institution).SetValidator(new InstitutionInput.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<AddInstitution, Outcome<InstitutionView>>
    {
        public Task<Outcome<InstitutionView>> Handle(AddInstitution request, CancellationToken cancellationToken)
        {
            if (SiteStaff.Refusal(current.Actor) is { } refused)
                return Task.FromResult(Outcome<InstitutionView>.Refuse(refused));
            var said = request.Institution;
            var institution = Domain.Site.Institution.Add(
                said.Name.Trim(),
                said.Website,
                said.Section,
                said.Place,
                current.Actor!.Id,
                time.GetUtcNow()
            );
            db.Institutions.Add(institution);
            return Task.FromResult(Outcome<InstitutionView>.Of(InstitutionView.Of(institution)));
        }
    }
}

/// <summary>Describes an institution otherwise. For the site's staff.</summary>
public sealed record UpdateInstitution(Guid InstitutionId, InstitutionInput Institution, int? IfVersion)
    : ICommand<InstitutionView>
{
    internal sealed class Validator : AbstractValidator<UpdateInstitution>
    {
        public Validator() =>
            RuleFor(x => x.Institution).SetValidator(new InstitutionInput.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<UpdateInstitution, Outcome<InstitutionView>>
    {
        public async Task<Outcome<InstitutionView>> Handle(
            UpdateInstitution request,
            CancellationToken cancellationToken
        )
        {
            if (SiteStaff.Refusal(current.Actor) is { } refused)
                return refused;
            if (
                await db.Institutions.SingleOrDefaultAsync(i => i.Uuid == request.InstitutionId, cancellationToken)
                is not { } institution
            )
                return Error.NotFound("institution");
            if (request.IfVersion is { } expected && expected != institution.Version)
                return Error.StaleAt(institution.Version);
            var said = request.Institution;
            institution.Describe(
                said.Name.Trim(),
                said.Website,
                said.Section,
                said.Place,
                current.Actor!.Id,
                time.GetUtcNow()
            );
            return InstitutionView.Of(institution);
        }
    }
}

/// <summary>Removes an institution. For the site's staff.</summary>
public sealed record RemoveInstitution(Guid InstitutionId) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<RemoveInstitution, Outcome>
    {
        public async Task<Outcome> Handle(RemoveInstitution request, CancellationToken cancellationToken)
        {
            if (SiteStaff.Refusal(current.Actor) is { } refused)
                return refused;
            if (
                await db.Institutions.SingleOrDefaultAsync(i => i.Uuid == request.InstitutionId, cancellationToken)
                is not { } institution
            )
                return Error.NotFound("institution");
            institution.RecordRemoval(current.Actor!.Id, time.GetUtcNow());
            db.Institutions.Remove(institution);
            return Outcome.Ok;
        }
    }
}

/// <summary>What is said about an institution.</summary>
public sealed record InstitutionInput
{
    /// <summary>Unique, 1…255 characters.</summary>
    /// <example>University of Somewhere</example>
    public required string Name { get; init; }

    /// <summary>Absolute http or https URL, or empty.</summary>
    /// <example>https://www.somewhere.example</example>
    public string Website { get; init; } = "";

    /// <summary>Under which heading it stands; at most 255 characters.</summary>
    /// <example>Founders</example>
    public string Section { get; init; } = "";

    /// <summary>Orders the page, lower first; 0…1,000,000.</summary>
    public int Place { get; init; }

    internal sealed class Validator : AbstractValidator<InstitutionInput>
    {
        public Validator()
        {
            RuleFor(x => x.Name).NotEmpty().MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Website)
                .NotNull()
                .MaximumLength(2000)
                .Must(TextRules.IsWebAddressOrEmpty)
                .WithErrorCode("not_a_url")
                .WithMessage("Give an http or https URL.");
            RuleFor(x => x.Section).NotNull().MaximumLength(255).Must(TextRules.IsClean).WithErrorCode("invalid");
            RuleFor(x => x.Place).InclusiveBetween(0, 1_000_000);
        }
    }
}

/// <summary>An institution.</summary>
/// <param name="Id">The institution.</param>
/// <param name="Name">Unique.</param>
/// <param name="Website">Its address; empty: none.</param>
/// <param name="Section">Under which heading it stands.</param>
/// <param name="Place">Orders the page, lower first.</param>
/// <param name="Version">Counts changes; also the ETag.</param>
public sealed record InstitutionView(Guid Id, string Name, string Website, string Section, int Place, int Version)
    : IVersioned
{
    internal static InstitutionView Of(Institution institution) =>
        new(
            institution.Uuid,
            institution.Name,
            institution.Website,
            institution.Section,
            institution.Place,
            institution.Version
        );
}
