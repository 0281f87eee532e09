using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Scheduling;

/// <summary>Warns of ethics approvals that end soon, and pauses active studies whose approval has ended. Each study in a transaction of its own: one that somebody edits at the moment waits for the next time.</summary>
public sealed record CheckEthicsApprovals : IRequest<Outcome<int>>, IOwnTransactions
{
    internal sealed class Handler(IChsDb db, SiteTimeZone zone, TimeProvider time)
        : IRequestHandler<CheckEthicsApprovals, Outcome<int>>
    {
        public async Task<Outcome<int>> Handle(CheckEthicsApprovals request, CancellationToken cancellationToken)
        {
            var (now, heeded) = (time.GetUtcNow(), 0);
            var today = zone.Today(now);
            var soon = today.AddDays(Study.WarningDays);
            var due = await db
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
            foreach (var id in due)
            {
                db.ClearTracked();
                var done = await db.ChangeAsync(
                    async () =>
                    {
                        var study = await db.Studies.SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
                        if (study is null)
                            return Outcome<bool>.Of(false);
                        var before = study.State;
                        if (!study.CheckEthicsApproval(today, now))
                            return Outcome<bool>.Of(false);
                        if (study.State != before)
                            db.StudyLog.Add(StudyLogEntry.Of(study, null, study.Comments, now));
                        return Outcome<bool>.Of(true);
                    },
                    cancellationToken
                );
                if (done is { Failed: false, Value: true })
                    heeded++;
            }

            return heeded;
        }
    }
}
