using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Removes all of a researcher's roles in a study. Needs the right to manage its researchers; everybody may leave.</summary>
public sealed record RemoveStudyResearcher(Guid StudyId, Guid UserId) : ICommand
{
    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<RemoveStudyResearcher, Outcome>
    {
        public async Task<Outcome> Handle(RemoveStudyResearcher request, CancellationToken cancellationToken)
        {
            var isLeaving = request.UserId == access.Actor?.Id;
            var found = await db.FindStudyAsync(
                request.StudyId,
                isLeaving ? StudyRight.ReadDetails : StudyRight.ManageResearchers,
                access,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var memberships = await db
                .StudyMemberships.Where(m => m.StudyId == study.Id)
                .Where(m => db.Users.Any(u => u.Id == m.UserId && u.Uuid == request.UserId))
                .ToListAsync(cancellationToken);
            if (memberships is not [{ UserId: var user }, ..])
                return Error.NotFound("researcher");
            if (await db.IsLastAdminAsync(study, user, cancellationToken))
                return StudyErrors.LastAdmin;

            db.StudyMemberships.RemoveRange(memberships);
            study.RecordResearcherRemoved(request.UserId, access.Actor!.Id, time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}
