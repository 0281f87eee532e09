using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Gives a researcher exactly this role in a lab. Needs the right to manage its researchers.</summary>
/// <remarks>This also accepts the researcher's request to join.</remarks>
public sealed record SetLabRole(Guid LabId, Guid UserId, LabRole Role) : ICommand
{
    internal sealed class Validator : AbstractValidator<SetLabRole>
    {
        public Validator() => RuleFor(x => x.Role).IsInEnum();
    }

    internal sealed class Handler(
        IChsDb db,
        LabFinder labs,
        InactiveAccounts inactiveAccounts,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<SetLabRole, Outcome>
    {
        public async Task<Outcome> Handle(SetLabRole request, CancellationToken cancellationToken)
        {
            // New members are found by id only, so that nobody can search the site's accounts here.
            var user = await db
                .Users.AsNoTracking()
                .SingleOrDefaultAsync(u => u.Uuid == request.UserId && u.IsActive, cancellationToken);
            long[] users = user is null ? [] : [user.Id];
            var managed = await labs.FindWithMembersAsync(request.LabId, users, cancellationToken);
            if (managed.Failed)
                return managed.Error;
            if (!managed.Value.Allows(LabRight.ManageResearchers))
                return Error.Forbidden;
            if (user is null)
                return Error.NotFound("researcher");

            var lab = managed.Value.Lab;
            long[] members = [.. lab.Members.Select(m => m.UserId)];
            var inactive = await inactiveAccounts.AmongAsync(members, cancellationToken);
            return lab.Assign(user, request.Role, inactive, actor.Deed(time));
        }
    }
}
