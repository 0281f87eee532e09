using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Scheduling;

/// <summary>Warns of ethics approvals that end soon, and pauses active studies whose approval has ended.</summary>
/// <remarks>Each study has its own transaction: a study that is edited concurrently waits for the next run.</remarks>
public sealed record CheckEthicsApprovals : IRequest<Outcome<int>>, IOwnTransactions, ISystemRequest
{
    internal sealed class Handler(IChsDb db, Transactions transactions, SiteTimeZone zone, TimeProvider time)
        : IRequestHandler<CheckEthicsApprovals, Outcome<int>>
    {
        /// <returns>How many studies were paused or had their researchers warned.</returns>
        public async Task<Outcome<int>> Handle(CheckEthicsApprovals request, CancellationToken cancellationToken)
        {
            var now = time.GetUtcNow();
            var today = zone.Today(now);
            var changed = 0;
            foreach (var study in await FindDueAsync(today, cancellationToken))
            {
                var outcome = await transactions.RunAsync(
                    () => CheckAsync(study, today, now, cancellationToken),
                    cancellationToken
                );
                if (outcome is { Failed: false, Value: true })
                    changed++;
            }

            return changed;
        }

        /// <summary>Keys of the studies whose approval ends soon or has ended.</summary>
        Task<List<long>> FindDueAsync(DateOnly today, CancellationToken cancellationToken)
        {
            var soon = today.AddDays(Study.WarningDays);
            return db
                .Studies.AsNoTracking()
                .Where(s =>
                    s.Details.IrbUntil != null
                    && s.Details.IrbUntil <= soon
                    && s.State != StudyState.Archived
                    && s.State != StudyState.Deactivated
                )
                .Where(s => s.IrbWarnedFor != s.Details.IrbUntil || s.State == StudyState.Active)
                .Select(s => s.Id)
                .ToListAsync(cancellationToken);
        }

        /// <returns>Whether the study changed.</returns>
        async Task<Outcome<bool>> CheckAsync(
            long key,
            DateOnly today,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            var study = await db.Studies.SingleOrDefaultAsync(s => s.Id == key, cancellationToken);
            return study is not null && study.CheckEthicsApproval(today, now);
        }
    }
}
