using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Revokes one of a lab's keys for scripts. For who manages the lab's researchers.</summary>
public sealed record RevokeLabToken(Guid LabId, Guid TokenId) : ICommand
{
    internal sealed class Handler(IChsDb db, LabFinder labs, Actor actor, TimeProvider time)
        : IRequestHandler<RevokeLabToken, Outcome>
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
            token.Revoke(lab, actor.Deed(time));
            db.LabTokens.Remove(token);
            return Outcome.Ok;
        }
    }
}
