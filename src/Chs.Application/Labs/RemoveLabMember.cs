using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Removes a researcher from a lab and all its studies, or declines a request to join.</summary>
/// <remarks>Needs the right to manage the lab's researchers; everybody may leave.</remarks>
public sealed record RemoveLabMember(Guid LabId, Guid UserId) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<RemoveLabMember, Outcome>
    {
        public async Task<Outcome> Handle(RemoveLabMember request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var found = await db.FindLabAsync(request.LabId, actor, cancellationToken);
            if (found.Failed)
                return found.Error;
            var isLeaving = request.UserId == actor.Id;
            if (!isLeaving && !found.Value.Allows(LabRight.ManageResearchers))
                return Error.Forbidden;
            var lab = found.Value.Lab;
            var user = await db
                .Users.AsNoTracking()
                .SingleOrDefaultAsync(u => u.Uuid == request.UserId, cancellationToken);
            if (user is null)
                return Error.NotFound("researcher");

            var memberships = await db
                .LabMemberships.Where(m => m.LabId == lab.Id && m.UserId == user.Id)
                .ToListAsync(cancellationToken);
            var joinRequests = await db
                .LabJoinRequests.Where(r => r.LabId == lab.Id && r.UserId == user.Id)
                .ToListAsync(cancellationToken);
            if (memberships is [] && joinRequests is [])
                return Error.NotFound("researcher");
            if (await db.IsLastAdminAsync(lab, user.Id, cancellationToken))
                return LabErrors.LastAdmin;
            var left = await LeaveStudiesAsync(lab, user.Id, cancellationToken);
            if (left.Failed)
                return left.Error;

            db.LabMemberships.RemoveRange(memberships);
            db.LabJoinRequests.RemoveRange(joinRequests);
            lab.RecordMemberRemoved(user.Uuid, actor.Id, time.GetUtcNow());
            return Outcome.Ok;
        }

        /// <summary>Removes the user's roles in the lab's studies, unless a study would be left without an admin.</summary>
        async Task<Outcome> LeaveStudiesAsync(Lab lab, long user, CancellationToken cancellationToken)
        {
            var memberships = await db
                .StudyMemberships.Where(m => m.UserId == user)
                .Where(m => db.Studies.Any(s => s.Id == m.StudyId && s.LabId == lab.Id))
                .ToListAsync(cancellationToken);
            long[] administered = [.. memberships.Where(m => m.Role is StudyRole.Admin).Select(m => m.StudyId)];
            var otherAdmins = db.StudyMemberships.Where(m => m.UserId != user && m.Role == StudyRole.Admin);
            var wouldLackAdmin = await db
                .Studies.Where(s => administered.Contains(s.Id) && s.State != StudyState.Archived)
                .AnyAsync(s => !otherAdmins.Any(m => m.StudyId == s.Id), cancellationToken);
            if (wouldLackAdmin)
                return StudyErrors.LastAdmin;
            db.StudyMemberships.RemoveRange(memberships);
            return Outcome.Ok;
        }
    }
}
