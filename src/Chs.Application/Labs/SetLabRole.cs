using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Labs;
using FluentValidation;
using MediatR;

namespace Chs.Application.Labs;

/// <summary>Gives a researcher exactly this role in a lab. Needs the right to manage its researchers.</summary>
/// <remarks>This also accepts the researcher's request to join.</remarks>
public sealed record SetLabRole(Guid LabId, Guid UserId, LabRole Role) : ICommand, ISessionOnly
{
    internal sealed class Validator : AbstractValidator<SetLabRole>
    {
        public Validator() => RuleFor(x => x.Role).IsInEnum();
    }

    internal sealed class Handler(LabRoles roles) : IRequestHandler<SetLabRole, Outcome>
    {
        public async Task<Outcome> Handle(SetLabRole request, CancellationToken cancellationToken)
        {
            var role = new LabRoleEntry { AccountId = request.UserId, Role = request.Role };
            var assigned = await roles.AssignAsync(request.LabId, [role], cancellationToken);
            if (assigned.Failed)
                return assigned.Error;
            return assigned.Value[0] is { } error ? error : Outcome.Ok;
        }
    }
}
