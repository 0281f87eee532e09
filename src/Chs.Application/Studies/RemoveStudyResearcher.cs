using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>
/// Removes all of a researcher's roles in a study. Needs the right to manage its researchers, and every right that the
/// roles give; everybody may leave.
/// </summary>
public sealed record RemoveStudyResearcher(Guid StudyId, Guid UserId) : ICommand, ISessionOnly
{
    internal sealed class Handler(
        IChsDb db,
        StudyFinder studies,
        StudyGivers givers,
        InactiveAccounts inactiveAccounts,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<RemoveStudyResearcher, Outcome>
    {
        public async Task<Outcome> Handle(RemoveStudyResearcher request, CancellationToken cancellationToken)
        {
            var isLeaving = request.UserId == actor.Id;
            var found = await studies.FindWholeAsync(
                request.StudyId,
                isLeaving ? StudyRight.ReadDetails : StudyRight.ManageResearchers,
                null,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var user = await db
                .Users.AsNoTracking()
                .SingleOrDefaultAsync(u => u.Uuid == request.UserId, cancellationToken);
            if (user is null)
                return Error.NotFound("researcher");

            var giver = await givers.OfActorAsync(study, cancellationToken);
            var authority = Authority.Of(study.Researchers.Where(m => m.UserId == user.Id).Select(m => m.Role));
            if (giver.RefusalToTake(user.Id, authority) is { } refused)
                return refused;
            long[] researchers = [.. study.Researchers.Select(m => m.UserId)];
            var inactive = await inactiveAccounts.AmongAsync(researchers, cancellationToken);
            return study.Remove(user, inactive, actor.Deed(time));
        }
    }
}
