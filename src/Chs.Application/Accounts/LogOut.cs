using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Ends a log-in of a browser or a program. Does nothing when there is no such session.</summary>
public sealed record LogOut(string Secret) : ICommand, IAnonymous
{
    internal sealed class Handler(IChsDb db, TimeProvider time) : IRequestHandler<LogOut, Outcome>
    {
        public async Task<Outcome> Handle(LogOut request, CancellationToken cancellationToken)
        {
            var digest = Accounts.Secret.Digest(request.Secret);
            var session = await db
                .Credentials.Where(Credential.IsLogIn)
                .SingleOrDefaultAsync(c => c.Digest == digest, cancellationToken);
            if (session is null)
                return Outcome.Ok;
            var user = await db
                .Users.Where(u => u.Id == session.UserId)
                .Select(u => u.Uuid)
                .SingleAsync(cancellationToken);
            db.Credentials.Remove(session);
            db.Audit.Add(AuditEntry.Of(user, "log out", user, "{}", time.GetUtcNow()));
            return Outcome.Ok;
        }
    }
}
