using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>
/// Answers for one of a lab's keys from now on, so that it works again when its keeper has left. For who manages the lab's
/// researchers and may do all that the key may. The key is as good as the log-in: with or without the second factor.
/// </summary>
public sealed record ConfirmLabToken(Guid LabId, Guid TokenId) : ICommand, ISessionOnly
{
    internal sealed class Handler(
        IChsDb db,
        LabFinder labs,
        LabTokenAuthority authority,
        SecondFactors factors,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<ConfirmLabToken, Outcome>
    {
        public async Task<Outcome> Handle(ConfirmLabToken request, CancellationToken cancellationToken)
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
            var beyond = await authority.BeyondActorAsync(found.Value, token, cancellationToken);
            if (beyond != Authority.None)
                return RightsErrors.NotYoursToGive(beyond.InWords);
            token.Confirm(lab, await factors.WasShownByAsync(actor, cancellationToken), actor.Deed(time));
            return Outcome.Ok;
        }
    }
}
