using Chs.Application.Idempotency;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Scheduling;

/// <summary>Deletes what has served its time: expired log-ins, answers kept for repetitions, delivered messages; closes sessions that nobody finished.</summary>
public sealed record DeleteExpiredRecords : ICommand
{
    static readonly TimeSpan RepeatsKept = TimeSpan.FromDays(1),
        DeliveredKept = TimeSpan.FromDays(30),
        SessionsOpen = TimeSpan.FromDays(4);

    internal sealed class Handler(IChsDb db, TimeProvider time) : IRequestHandler<DeleteExpiredRecords, Outcome>
    {
        public async Task<Outcome> Handle(DeleteExpiredRecords request, CancellationToken cancellationToken)
        {
            var now = time.GetUtcNow();
            DateTimeOffset repeats = now - RepeatsKept,
                delivered = now - DeliveredKept,
                opened = now - SessionsOpen;
            await db.Credentials.Where(c => c.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
            await db.IdempotentRequests.Where(r => r.CreatedAt < repeats).ExecuteDeleteAsync(cancellationToken);
            await db.Outbox.Where(m => m.DeliveredAt < delivered).ExecuteDeleteAsync(cancellationToken);
            await db
                .Responses.Where(r => r.IsOpen && r.CreatedAt < opened)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.IsOpen, false), cancellationToken);
            return Outcome.Ok;
        }
    }
}
