using Chs.Application.Idempotency;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Scheduling;

/// <summary>
/// Deletes expired credentials, plays and tickets, counts of attempts whose window has ended, old idempotent requests and
/// delivered messages, and closes abandoned responses.
/// </summary>
public sealed record DeleteExpiredRecords : ICommand, ISystemRequest
{
    static readonly TimeSpan DeliveredMessagesKept = TimeSpan.FromDays(30);
    static readonly TimeSpan ResponsesOpen = TimeSpan.FromDays(4);

    internal sealed class Handler(IChsDb db, TimeProvider time) : IRequestHandler<DeleteExpiredRecords, Outcome>
    {
        public async Task<Outcome> Handle(DeleteExpiredRecords request, CancellationToken cancellationToken)
        {
            var now = time.GetUtcNow();
            var requestLimit = now - IdempotentRequest.KeptFor;
            var deliveryLimit = now - DeliveredMessagesKept;
            var responseLimit = now - ResponsesOpen;
            await DeleteCredentialsAsync(now, cancellationToken);
            await db.Plays.Where(p => p.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
            await db.PlayTickets.Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
            await db.QuotaUses.Where(u => u.EndsAt < now).ExecuteDeleteAsync(cancellationToken);
            await db.IdempotentRequests.Where(r => r.CreatedAt < requestLimit).ExecuteDeleteAsync(cancellationToken);
            await db.Outbox.Where(m => m.DeliveredAt < deliveryLimit).ExecuteDeleteAsync(cancellationToken);
            await db
                .Responses.Where(r => r.IsOpen && r.CreatedAt < responseLimit)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.IsOpen, false), cancellationToken);
            return Outcome.Ok;
        }

        async Task DeleteCredentialsAsync(DateTimeOffset now, CancellationToken cancellationToken)
        {
            var expired = db.Credentials.Where(c => c.ExpiresAt < now);
            // A log-in that runs out ends no play; one that is deleted would.
            await db
                .Plays.Where(p => expired.Any(c => c.Id == p.CredentialId))
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.CredentialId, (long?)null), cancellationToken);
            await expired.ExecuteDeleteAsync(cancellationToken);
        }
    }
}
