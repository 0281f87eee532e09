using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using FluentValidation;
using MediatR;

namespace Chs.Application.Site;

/// <summary>Changes an institution. For the site's staff.</summary>
public sealed record UpdateInstitution(Guid InstitutionId, InstitutionInput Institution, ExpectedVersions? IfVersion)
    : ICommand<InstitutionView>
{
    internal sealed class Validator : AbstractValidator<UpdateInstitution>
    {
        public Validator() =>
            RuleFor(x => x.Institution).SetValidator(new InstitutionInput.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(InstitutionFinder institutions, Actor actor, TimeProvider time)
        : IRequestHandler<UpdateInstitution, Outcome<InstitutionView>>
    {
        public async Task<Outcome<InstitutionView>> Handle(
            UpdateInstitution request,
            CancellationToken cancellationToken
        )
        {
            var found = await institutions.FindAsync(request.InstitutionId, request.IfVersion, cancellationToken);
            if (found.Failed)
                return found.Error;
            var institution = found.Value;
            var input = request.Institution;
            institution.Update(input.Name.Trim(), input.Website, input.Section, input.Place, actor.Deed(time));
            return InstitutionView.Of(institution);
        }
    }
}
