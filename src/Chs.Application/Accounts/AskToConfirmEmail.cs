using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Sends another mail with a link that confirms the actor's address, unless it is confirmed already.</summary>
public sealed record AskToConfirmEmail : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<AskToConfirmEmail, Outcome>
    {
        public async Task<Outcome> Handle(AskToConfirmEmail request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var user = await db.Users.SingleAsync(u => u.Id == actor.Key, cancellationToken);
            if (user.EmailConfirmedAt is null)
                user.RequestEmailConfirmation(time.GetUtcNow());
            return Outcome.Ok;
        }
    }
}
