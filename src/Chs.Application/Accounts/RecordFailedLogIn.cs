using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Auditing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Leaves a line about a log-in that was refused: apart, because a refusal changes nothing. What was typed isn't kept.</summary>
public sealed record RecordFailedLogIn(string Email) : ICommand
{
    internal sealed class Handler(IChsDb db, TimeProvider time) : IRequestHandler<RecordFailedLogIn, Outcome>
    {
        public async Task<Outcome> Handle(RecordFailedLogIn request, CancellationToken cancellationToken)
        {
            var email = User.Canonical(request.Email);
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
