using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Labs;
using FluentValidation;
using MediatR;

namespace Chs.Application.Labs;

/// <summary>Changes a lab's details. Needs the right to edit its details.</summary>
public sealed record UpdateLab(Guid LabId, LabInput Lab, ExpectedVersions? IfVersion) : ICommand<LabView>
{
    internal sealed class Validator : AbstractValidator<UpdateLab>
    {
        public Validator() => RuleFor(x => x.Lab).SetValidator(new LabInput.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(LabFinder labs, Actor actor, TimeProvider time)
        : IRequestHandler<UpdateLab, Outcome<LabView>>
    {
        public async Task<Outcome<LabView>> Handle(UpdateLab request, CancellationToken cancellationToken)
        {
            var found = await labs.FindAsync(request.LabId, LabRight.EditDetails, request.IfVersion, cancellationToken);
            if (found.Failed)
                return found.Error;
            var profile = request.Lab.ToProfile();
            var isRenamed = profile.Name != found.Value.Lab.Name;
            if (isRenamed && DefaultLabs.RoleIn(profile.Name) is not null && !found.Value.Allows(LabRight.EditApproval))
                return LabErrors.NameReserved;
            found.Value.Lab.Describe(profile, actor.Deed(time));
            return LabView.Of(found.Value);
        }
    }
}
