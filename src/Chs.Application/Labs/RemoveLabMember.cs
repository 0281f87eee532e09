using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Removes a researcher from a lab and all its studies, or declines a request to join.</summary>
/// <remarks>
/// Needs the right to manage the lab's researchers, and every right in the lab that the researcher has; everybody may
/// leave. Roles in studies end with the membership, whatever they give: nobody gains anything by it.
/// </remarks>
public sealed record RemoveLabMember(Guid LabId, Guid UserId) : ICommand, ISessionOnly
{
    internal sealed class Handler(
        IChsDb db,
        LabFinder labs,
        InactiveAccounts inactiveAccounts,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<RemoveLabMember, Outcome>
    {
        public async Task<Outcome> Handle(RemoveLabMember request, CancellationToken cancellationToken)
        {
            var user = await db
                .Users.AsNoTracking()
                .SingleOrDefaultAsync(u => u.Uuid == request.UserId, cancellationToken);
            long[] users = user is null ? [] : [user.Id];
            var found = await labs.FindWithMembersAsync(request.LabId, users, cancellationToken);
            if (found.Failed)
                return found.Error;
            var isLeaving = request.UserId == actor.Id;
            if (!isLeaving && !found.Value.Allows(LabRight.ManageResearchers))
                return Error.Forbidden;
            if (user is null)
                return Error.NotFound("researcher");

            var lab = found.Value.Lab;
            var authority = Authority.Of(lab.Members.Where(m => m.UserId == user.Id).Select(m => m.Role));
            if (!isLeaving && found.Value.Giver.RefusalToTake(user.Id, authority) is { } refused)
                return refused;
            long[] members = [.. lab.Members.Select(m => m.UserId)];
            var inactive = await inactiveAccounts.AmongAsync(members, cancellationToken);
            var removed = lab.Remove(user, inactive, actor.Deed(time));
            return removed.Failed ? removed : await LeaveStudiesAsync(lab, user, cancellationToken);
        }

        async Task<Outcome> LeaveStudiesAsync(Lab lab, User user, CancellationToken cancellationToken)
        {
            var studies = await db
                .Studies.Include(s => s.Researchers)
                .Where(s => s.LabId == lab.Id && s.Researchers.Any(m => m.UserId == user.Id))
                .ToListAsync(cancellationToken);
            long[] researchers = [.. studies.SelectMany(s => s.Researchers).Select(m => m.UserId).Distinct()];
            var inactive = await inactiveAccounts.AmongAsync(researchers, cancellationToken);
            foreach (var study in studies)
            {
                var left = study.LoseLabMember(user, inactive, isOwnWish: user.Id == actor.Key);
                if (left.Failed)
                    return left;
            }

            return Outcome.Ok;
        }
    }
}
