using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>
/// Revokes one of a lab's keys for scripts. For who manages the lab's researchers by a role in it, whatever the key may do;
/// by a right on all labs, only a key that may do no more than they.
/// </summary>
public sealed record RevokeLabToken(Guid LabId, Guid TokenId) : ICommand
{
    internal sealed class Handler(
        IChsDb db,
        LabFinder labs,
        LabTokenAuthority authority,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<RevokeLabToken, Outcome>
    {
        public async Task<Outcome> Handle(RevokeLabToken request, CancellationToken cancellationToken)
        {
            var found = await labs.FindAsync(request.LabId, LabRight.ManageResearchers, null, cancellationToken);
            if (found.Failed)
                return found.Error;
            var lab = found.Value.Lab;
            var token = await db.LabTokens.SingleOrDefaultAsync(
                t => t.LabId == lab.Id && t.Uuid == request.TokenId,
                cancellationToken
            );
            if (token is null)
                return Error.NotFound("token");
            if (await RefusalAsync(found.Value, token, cancellationToken) is { } refused)
                return refused;
            token.Revoke(lab, actor.Deed(time));
            db.LabTokens.Remove(token);
            return Outcome.Ok;
        }

        /// <summary>Whoever answers for the lab may end what nobody knows any more; the site's staff aren't of it.</summary>
        async Task<Error?> RefusalAsync(LabWithRights found, LabToken token, CancellationToken cancellationToken)
        {
            if (found.Role is { } role && LabManagers.IsManaging(role))
                return null;
            var beyond = await authority.BeyondActorAsync(found, token, cancellationToken);
            return beyond == Authority.None ? null : RightsErrors.KeyNotYoursToTake(beyond.InWords);
        }
    }
}
