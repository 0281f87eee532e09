using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>The actor's own account.</summary>
public sealed record ReadOwnAccount : IQuery<AccountView>, IWithinScope
{
    internal sealed class Handler(IChsDb db, ICurrentActor current)
        : IRequestHandler<ReadOwnAccount, Outcome<AccountView>>
    {
        public async Task<Outcome<AccountView>> Handle(ReadOwnAccount request, CancellationToken cancellationToken) =>
            current.Actor is { } actor
            && await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == actor.Key, cancellationToken) is { } user
                ? await db.ViewOfAsync(user, cancellationToken)
                : Error.Unauthenticated;
    }
}
