using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
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
            var authority = Authority.Of(actor.Rights).Union(Authority.Of(LabRole.Admin));
            if (DefaultLabs.AreNamed(lab.Name) && !authority.OnLab.HasFlag(LabRight.EditApproval))
                return LabErrors.NameReserved;
            db.Labs.Add(lab);
            var giver = new RoleGiver(actor.Key, authority);
            return LabView.Of(new LabWithRights(lab, LabRole.Admin, authority.OnLab, giver));
        }
    }
}
