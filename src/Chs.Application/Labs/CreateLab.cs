using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using FluentValidation;
using MediatR;

namespace Chs.Application.Labs;

/// <summary>Creates a lab. Open to every researcher, who becomes its admin.</summary>
/// <remarks>Families don't see it before it is approved.</remarks>
public sealed record CreateLab(LabInput Lab) : ICommand<LabView>
{
    internal sealed class Validator : AbstractValidator<CreateLab>
    {
        public Validator() => RuleFor(x => x.Lab).SetValidator(new LabInput.Validator()).OverridePropertyName("");
    }

    internal sealed class Handler(IChsDb db, ConfirmedEmailRequirement emails, Actor actor, TimeProvider time)
        : IRequestHandler<CreateLab, Outcome<LabView>>
    {
        public async Task<Outcome<LabView>> Handle(CreateLab request, CancellationToken cancellationToken)
        {
            if (!actor.IsResearcher)
                return Error.Forbidden;
            if (await emails.CheckAsync(cancellationToken) is { } unconfirmed)
                return unconfirmed;

            var lab = Domain.Labs.Lab.Create(request.Lab.ToProfile(), actor.Deed(time));
            var created = LabWithRights.Of(lab, actor, [LabRole.Admin]);
            if (DefaultLabs.RoleIn(lab.Name) is not null && !created.Allows(LabRight.EditApproval))
                return LabErrors.NameReserved;
            db.Labs.Add(lab);
            return LabView.Of(created);
        }
    }
}
