using Chs.Application.Ports;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Infrastructure.Persistence.Responses;

/// <summary>The hot path on SQLite.</summary>
/// <remarks>The database runs in this process: statements cost no round trips, so an append may need several.</remarks>
sealed class SqliteSessionLog(ChsDbContext db) : ISessionLog
{
    public async Task<SessionHeader?> TryAppendAsync(TrialAppend append, CancellationToken cancellationToken)
    {
        // SQLite has one writer at a time. A read finds out first whether it is worth waiting for; the update decides.
        var mayMatch = await MatchingResponses(append).AnyAsync(cancellationToken);
        if (!mayMatch)
            return null;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var updated = await UpdateResponseAsync(append, cancellationToken);
        if (updated == 0)
            return null;

        var header = await HeaderOf(append.Response).SingleAsync(cancellationToken);
        var entry = ResponseEntry.Of(header.Key, append.Count, null, append.Entry, append.Now);
        db.ResponseEntries.Add(entry);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.Entry(entry).State = EntityState.Detached;
        return header;
    }

    /// <remarks>No row is locked: the transaction has begun as a writer's, and SQLite allows only one.</remarks>
    public Task<Response?> LockAsync(Guid response, CancellationToken cancellationToken) =>
        db.Responses.SingleOrDefaultAsync(r => r.Uuid == response, cancellationToken);

    /// <returns>1; 0 when any condition of the append doesn't hold.</returns>
    Task<int> UpdateResponseAsync(TrialAppend append, CancellationToken cancellationToken) =>
        MatchingResponses(append)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(r => r.EntryCount, r => r.EntryCount + 1)
                        .SetProperty(r => r.EntriesDigest, append.DigestAfter)
                        .SetProperty(r => r.ModifiedAt, append.Now)
                        .SetProperty(r => r.Version, r => r.Version + 1),
                cancellationToken
            );

    IQueryable<Response> MatchingResponses(TrialAppend append)
    {
        var responses = db.Responses.Where(r =>
            r.Uuid == append.Response
            && r.ParticipantId == append.Participant
            && r.EntryCount == append.Count
            && r.EntriesDigest == append.DigestBefore
            && r.StudyType == StudyType.JsPsych
            && r.Shape == DataShape.List
            // Where an import has stored one, the save goes the other way, which keeps it if somebody has ruled.
            && r.Sequence == null
        );
        return append.OnlyIfOf is { } of
            ? responses.Where(r => r.StudyId == of.StudyKey && r.ChildId == of.ChildKey && r.IsPreview == of.IsPreview)
            : responses;
    }

    IQueryable<SessionHeader> HeaderOf(Guid responseId) =>
        from response in db.Responses
        where response.Uuid == responseId
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
        };
}
