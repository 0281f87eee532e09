using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Sends a member of a lab a mail with a link to a new password.</summary>
/// <remarks>
/// Needs the right to manage the lab's researchers. Whoever asks learns only that the mail was sent, never the link.
/// </remarks>
public sealed record AskForMembersPassword(Guid LabId, Guid UserId) : ICommand
{
    internal sealed class Handler(LabFinder labs, IChsDb db, Actor actor, TimeProvider time)
        : IRequestHandler<AskForMembersPassword, Outcome>
    {
        public async Task<Outcome> Handle(AskForMembersPassword request, CancellationToken cancellationToken)
        {
            var found = await labs.FindAsync(
                request.LabId,
                LabRight.ManageResearchers,
                ifVersion: null,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var lab = found.Value.Lab.Id;
            var user = await db.Users.SingleOrDefaultAsync(
                u =>
                    u.Uuid == request.UserId
                    && u.IsActive
                    && db.LabMemberships.Any(m => m.LabId == lab && m.UserId == u.Id),
                cancellationToken
            );
            if (user is null)
                return Error.NotFound("researcher");
            user.RequestPasswordReset(actor.Deed(time));
            return Outcome.Ok;
        }
    }
}
