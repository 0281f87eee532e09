using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using FluentValidation;
using MediatR;

namespace Chs.Application.Site;

/// <summary>Adds an institution. For the site's staff.</summary>
public sealed record CreateInstitution(InstitutionInput Institution) : ICommand<InstitutionView>
{
    internal sealed class Validator : AbstractValidator<CreateInstitution>
    {
        public Validator() =>
            RuleFor(x => x.Institution).SetValidator(new InstitutionInput.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(IChsDb db, SiteStaff staff, Actor actor, TimeProvider time)
        : IRequestHandler<CreateInstitution, Outcome<InstitutionView>>
    {
        public Task<Outcome<InstitutionView>> Handle(CreateInstitution request, CancellationToken cancellationToken)
        {
            if (staff.Check() is { } refused)
                return Task.FromResult(Outcome<InstitutionView>.Refuse(refused));
            var input = request.Institution;
            var institution = Domain.Site.Institution.Create(
                input.Name.Trim(),
                input.Website,
                input.Section,
                input.Place,
                actor.Deed(time)
            );
            db.Institutions.Add(institution);
            return Task.FromResult(Outcome<InstitutionView>.Of(InstitutionView.Of(institution)));
        }
    }
}
