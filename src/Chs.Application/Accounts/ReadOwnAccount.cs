using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Returns the actor's own account.</summary>
public sealed record ReadOwnAccount : IQuery<AccountView>, IWithinScope
{
    internal sealed class Handler(IChsDb db, ICurrentActor current)
        : IRequestHandler<ReadOwnAccount, Outcome<AccountView>>
    {
        public async Task<Outcome<AccountView>> Handle(ReadOwnAccount request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == actor.Key, cancellationToken);
            return user is null ? Error.Unauthenticated : await db.ViewOfAsync(user, cancellationToken);
        }
    }
}
