using System.Text;
using System.Text.Json;
using Chs.Application.Paging;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Reads whole sessions: the header and the entries, joined to one document.</summary>
sealed class SessionViews(IChsDb db)
{
    /// <summary>Reads one session. It must exist.</summary>
    /// <param name="key">The response's key.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<SessionView> ReadAsync(long key, CancellationToken cancellationToken)
    {
        var sessions = await ReadAsync(db.Responses.Where(r => r.Id == key), cancellationToken);
        return sessions[0];
    }

    /// <summary>Reads sessions in the order of their keys.</summary>
    public async Task<List<SessionView>> ReadAsync(IQueryable<Response> responses, CancellationToken cancellationToken)
    {
        var rows = await RowsOf(responses).ToListAsync(cancellationToken);
        long[] keys = [.. rows.Select(row => row.Header.Key)];
        var entries = await db
            .ResponseEntries.Where(e => keys.Contains(e.ResponseId))
            .OrderBy(e => e.ResponseId)
            .ThenBy(e => e.Ordinal)
            .Select(e => new EntryRow(e.ResponseId, e.Key, e.Label, e.Payload))
            .ToListAsync(cancellationToken);
        var entriesByResponse = entries.ToLookup(e => e.ResponseKey);
        return [.. rows.Select(row => ViewOf(row, entriesByResponse[row.Header.Key]))];
    }

    /// <summary>Reads a page of sessions, last modified first.</summary>
    public async Task<Outcome<NumberedPage<SessionView>>> ReadPageAsync(
        IQueryable<Response> responses,
        PageNumber number,
        CancellationToken cancellationToken
    )
    {
        var page = await responses
            .OrderByDescending(r => r.ModifiedAt)
            .ThenByDescending(r => r.Id)
            .Select(r => r.Id)
            .ToPageAsync(number, cancellationToken);
        if (page.Failed)
            return page.Error;

        var keys = page.Value.Items;
        var views = await ReadAsync(db.Responses.Where(r => keys.Contains(r.Id)), cancellationToken);
        var viewsByKey = views.ToDictionary(view => view.Header.Key);
        return new NumberedPage<SessionView>([.. keys.Select(key => viewsByKey[key])], page.Value.Count);
    }

    IQueryable<SessionRow> RowsOf(IQueryable<Response> responses) =>
        from response in responses
        join study in db.Studies on response.StudyId equals study.Id
        join child in db.Children on response.ChildId equals child.Id
        join parent in db.Users on response.ParticipantId equals parent.Id
        orderby response.Id
        select new SessionRow
        {
            Header = new SessionHeader
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
            },
            Shape = response.Shape,
            Sequence = response.Sequence,
            CreatedAt = response.CreatedAt,
            Salt = study.Salt,
            HashDigits = study.HashDigits,
            ParticipantId = parent.Uuid,
            DemographicsId = db
                .DemographicSnapshots.Where(d => d.Id == response.DemographicSnapshotId)
                .Select(d => (Guid?)d.Uuid)
                .FirstOrDefault(),
        };

    static SessionView ViewOf(SessionRow row, IEnumerable<EntryRow> entries) =>
        new()
        {
            Header = row.Header,
            Sequence = SessionSequence.Of(row.Sequence, entries.Select(e => e.Label)),
            Data = Join(row.Shape, entries),
            Origin = new SessionOrigin(
                row.CreatedAt,
                HashedId.Of(row.Header.ChildId, row.Header.StudyId, row.Salt, row.HashDigits),
                row.ParticipantId,
                row.DemographicsId
            ),
        };

    /// <summary>Joins entries to the document that they were split from.</summary>
    static ReadOnlyMemory<byte> Join(DataShape shape, IEnumerable<EntryRow> entries)
    {
        using var document = new MemoryStream();
        if (shape is not DataShape.Other)
            document.WriteByte((byte)(shape is DataShape.List ? '[' : '{'));
        var isFirst = true;
        foreach (var entry in entries)
        {
            if (!isFirst)
                document.WriteByte((byte)',');
            isFirst = false;
            if (shape is DataShape.Object)
            {
                document.Write(QuotedKey(entry.Key ?? ""));
                document.WriteByte((byte)':');
            }

            document.Write(entry.Payload);
        }

        if (shape is not DataShape.Other)
            document.WriteByte((byte)(shape is DataShape.List ? ']' : '}'));
        return document.TryGetBuffer(out var buffer) ? buffer.AsMemory() : document.ToArray();
    }

    static byte[] QuotedKey(string key) =>
        OddCharacters.AreIn(key)
            ? Encoding.UTF8.GetBytes(JsonText.Quote(key))
            : JsonSerializer.SerializeToUtf8Bytes(key);

    /// <param name="ResponseKey">Key of the response that the entry belongs to.</param>
    /// <param name="Key">Frame id; null for trials.</param>
    sealed record EntryRow(long ResponseKey, string? Key, string? Label, byte[] Payload);

    sealed record SessionRow
    {
        public required SessionHeader Header { get; init; }
        public required DataShape Shape { get; init; }

        /// <summary>JSON text; null where the sequence is derived from the entries.</summary>
        public required string? Sequence { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        /// <summary>The study's salt for hashed ids.</summary>
        public required Guid Salt { get; init; }

        /// <summary>Characters in the study's hashed ids.</summary>
        public required int HashDigits { get; init; }

        public required Guid ParticipantId { get; init; }
        public required Guid? DemographicsId { get; init; }
    }
}
