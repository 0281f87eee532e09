using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Site;

/// <summary>Changes an institution. For the site's staff.</summary>
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
            if (SiteStaff.RefusalFor(current.Actor) is { } refused)
                return refused;
            var institution = await db.Institutions.SingleOrDefaultAsync(
                i => i.Uuid == request.InstitutionId,
                cancellationToken
            );
            if (institution is null)
                return Error.NotFound("institution");
            if (request.IfVersion is { } expected && expected != institution.Version)
                return Error.StaleAt(institution.Version);
            var input = request.Institution;
            institution.Update(
                input.Name.Trim(),
                input.Website,
                input.Section,
                input.Place,
                current.Actor!.Id,
                time.GetUtcNow()
            );
            return InstitutionView.Of(institution);
        }
    }
}
