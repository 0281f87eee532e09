using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>
/// Returns the uuid of the account whose log-in waits for a code, so that attempts can be counted per account; null when
/// there is no such log-in.
/// </summary>
/// <param name="Session">Secret of the pending session.</param>
public sealed record ReadPendingLogIn(string Session) : IQuery<Guid?>, IAnonymous
{
    internal sealed class Handler(IChsDb db, TimeProvider time) : IRequestHandler<ReadPendingLogIn, Outcome<Guid?>>
    {
        public async Task<Outcome<Guid?>> Handle(ReadPendingLogIn request, CancellationToken cancellationToken)
        {
            var account = await db.PendingSession(request.Session, time.GetUtcNow())
                .Join(db.Users, c => c.UserId, u => u.Id, (c, u) => (Guid?)u.Uuid)
                .SingleOrDefaultAsync(cancellationToken);
            return Outcome<Guid?>.Of(account);
        }
    }
}
