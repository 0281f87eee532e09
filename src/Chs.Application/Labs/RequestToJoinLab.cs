using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Labs;

/// <summary>Asks to join a lab. For researchers; changes nothing for members. A repeated request reminds the lab's admins.</summary>
public sealed record RequestToJoinLab(Guid LabId) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<RequestToJoinLab, Outcome>
    {
        public async Task<Outcome> Handle(RequestToJoinLab request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var found = await db.FindLabAsync(request.LabId, actor, cancellationToken);
            if (found.Failed)
                return found.Error;
            if (!actor.IsResearcher)
                return Error.Forbidden;
            if (found.Value.Role is not null)
                return Outcome.Ok;
            if (await db.CheckEmailConfirmedAsync(actor, cancellationToken) is { } unconfirmed)
                return unconfirmed;

            var lab = found.Value.Lab;
            var hasRequested = await db.LabJoinRequests.AnyAsync(
                r => r.LabId == lab.Id && r.UserId == actor.Key,
                cancellationToken
            );
            if (!hasRequested)
                db.LabJoinRequests.Add(LabJoinRequest.Of(lab.Id, actor.Key));
            lab.RecordJoinRequest(actor.Id, time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}
