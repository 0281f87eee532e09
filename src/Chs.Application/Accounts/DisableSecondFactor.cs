using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Removes the actor's second factor. Needs one of its codes or a recovery code.</summary>
public sealed record DisableSecondFactor(string Code) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, ISeal seal, IOneTimeCodes codes, TimeProvider time)
        : IRequestHandler<DisableSecondFactor, Outcome>
    {
        public async Task<Outcome> Handle(DisableSecondFactor request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var factor = await db.SecondFactors.SingleOrDefaultAsync(
                f => f.UserId == actor.Key && f.IsActivated,
                cancellationToken
            );
            if (factor is null)
                return AccountErrors.NoSecondFactor;
            var now = time.GetUtcNow();
            if (!SecondFactors.TryUseCode(factor, request.Code, seal, codes, now))
                return AccountErrors.WrongCode;
            db.SecondFactors.Remove(factor);
            var user = await db.Users.SingleAsync(u => u.Id == actor.Key, cancellationToken);
            user.RecordSecondFactorDisabled(actor.Id, now);
            return Outcome.Ok;
        }
    }
}
