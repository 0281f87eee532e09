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

    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<SetLabRole, Outcome>
    {
        public async Task<Outcome> Handle(SetLabRole request, CancellationToken cancellationToken)
        {
            var managed = await db.FindManagedLabAsync(request.LabId, current.Actor, cancellationToken);
            if (managed.Failed)
                return managed.Error;
            var lab = managed.Value;
            // New members are found by id only, so that nobody can search the site's accounts here.
            var user = await db.Users.SingleOrDefaultAsync(
                u => u.Uuid == request.UserId && u.IsActive,
                cancellationToken
            );
            if (user is null)
                return Error.NotFound("researcher");
            if (!user.IsResearcher)
                return LabErrors.NotAResearcher;

            var memberships = await db
                .LabMemberships.Where(m => m.LabId == lab.Id && m.UserId == user.Id)
                .ToListAsync(cancellationToken);
            if (memberships is [{ Role: var role }] && role == request.Role)
                return Outcome.Ok;
            if (request.Role is not LabRole.Admin && await db.IsLastAdminAsync(lab, user.Id, cancellationToken))
                return LabErrors.LastAdmin;

            db.LabMemberships.RemoveRange(memberships.Where(m => m.Role != request.Role));
            if (memberships.All(m => m.Role != request.Role))
                db.LabMemberships.Add(LabMembership.Of(lab.Id, user.Id, request.Role));
            var joinRequests = await db
                .LabJoinRequests.Where(r => r.LabId == lab.Id && r.UserId == user.Id)
                .ToListAsync(cancellationToken);
            db.LabJoinRequests.RemoveRange(joinRequests);
            lab.RecordRoleAssigned(user.Uuid, request.Role, current.Actor!.Id, time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}
