using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Gives a member of the study's lab exactly this role in it. Needs the right to manage its researchers.</summary>
public sealed record SetStudyRole(Guid StudyId, Guid UserId, StudyRole Role) : ICommand, ISessionOnly
{
    internal sealed class Validator : AbstractValidator<SetStudyRole>
    {
        public Validator() => RuleFor(x => x.Role).IsInEnum();
    }

    internal sealed class Handler(StudyRoles roles) : IRequestHandler<SetStudyRole, Outcome>
    {
        public async Task<Outcome> Handle(SetStudyRole request, CancellationToken cancellationToken)
        {
            var role = new StudyRoleEntry { AccountId = request.UserId, Role = request.Role };
            var assigned = await roles.AssignAsync(request.StudyId, [role], cancellationToken);
            if (assigned.Failed)
                return assigned.Error;
            return assigned.Value[0] is { } error ? error : Outcome.Ok;
        }
    }
}
