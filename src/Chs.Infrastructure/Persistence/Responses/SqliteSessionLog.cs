using Chs.Application.Ports;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Infrastructure.Persistence.Responses;

/// <summary>The hot path on SQLite. The database is in this process: statements cost no round trips, so they may be several.</summary>
sealed class SqliteSessionLog(ChsDbContext db) : ISessionLog
{
    public async Task<SessionHeader?> TryAppendAsync(TrialAppend append, CancellationToken cancellationToken)
    {
        // A reader finds out whether the append fits before it asks for the one writer's place; the update below decides.
        var mayFit = await Fitting(append).AnyAsync(cancellationToken);
        if (!mayFit)
            return null;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var changed = await Fitting(append)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(r => r.EntryCount, r => r.EntryCount + 1)
                        .SetProperty(r => r.EntriesDigest, append.DigestAfter)
                        .SetProperty(r => r.ModifiedAt, append.Now)
                        .SetProperty(r => r.Sequence, (string?)null)
                        .SetProperty(r => r.Version, r => r.Version + 1),
                cancellationToken
            );
        if (changed == 0)
            return null;

        var header = await (
            from response in db.Responses
            where response.Uuid == append.Response
            join child in db.Children on response.ChildId equals child.Id
            join study in db.Studies on response.StudyId equals study.Id
            select new SessionHeader
            {
                Key = response.Id,
                Id = response.Uuid,
                ChildKey = response.ChildId,
                ChildId = child.Uuid,
                StudyKey = response.StudyId,
                StudyId = study.Uuid,
                Completed = response.Completed,
                CompletedConsentFrame = response.CompletedConsentFrame,
                SurveyConsent = response.SurveyConsent,
                IsPreview = response.IsPreview,
                RecordingMethod = response.RecordingMethod,
                Conditions = response.Conditions,
                GlobalEventTimings = response.GlobalEventTimings,
                Eligibility = response.Eligibility,
                ExitAnswers = response.ExitAnswers,
            }
        ).SingleAsync(cancellationToken);
        var entry = ResponseEntry.Of(header.Key, append.Count, null, append.Entry, append.Now);
        db.ResponseEntries.Add(entry);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.Entry(entry).State = EntityState.Detached;
        return header;
    }

    /// <summary>The transaction began as a writer's, and SQLite has one: no row needs a lock.</summary>
    public Task<Response?> LockAsync(Guid response, CancellationToken cancellationToken) =>
        db.Responses.SingleOrDefaultAsync(r => r.Uuid == response, cancellationToken);

    IQueryable<Response> Fitting(TrialAppend append) =>
        db.Responses.Where(r =>
            r.Uuid == append.Response
            && r.ParticipantId == append.Participant
            && r.EntryCount == append.Count
            && r.EntriesDigest == append.DigestBefore
            && r.StudyType == StudyType.JsPsych
            && r.Shape == DataShape.List
        );
}
