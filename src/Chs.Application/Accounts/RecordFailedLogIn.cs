using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Writes a refused log-in to the audit log, without the address and password that were typed.</summary>
/// <remarks>A request of its own, because the transaction of the refused log-in is rolled back.</remarks>
public sealed record RecordFailedLogIn(string Email) : ICommand, IAnonymous
{
    internal sealed class Handler(IChsDb db, TimeProvider time) : IRequestHandler<RecordFailedLogIn, Outcome>
    {
        public async Task<Outcome> Handle(RecordFailedLogIn request, CancellationToken cancellationToken)
        {
            var email = User.NormalizeEmail(request.Email);
            var user = TextRules.IsClean(email)
                ? await db
                    .Users.Where(u => u.Email == email)
                    .Select(u => (Guid?)u.Uuid)
                    .SingleOrDefaultAsync(cancellationToken)
                : null;
            db.Audit.Add(AuditEntry.Of(null, "log in refused", user, "{}", time.GetUtcNow()));
            return Outcome.Ok;
        }
    }
}
