using System.Text.Json;
using Chs.Application.Ports;
using Chs.Domain.Responses;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Loads whole sessions: the header and the entries, joined to one document.</summary>
static class SessionQueries
{
    extension(IChsDb db)
    {
        /// <summary>Loads sessions in the order of their keys.</summary>
        public async Task<List<SessionView>> LoadSessionsAsync(
            IQueryable<Response> responses,
            CancellationToken cancellationToken
        )
        {
            var rows = await db.RowsOf(responses).ToListAsync(cancellationToken);
            long[] keys = [.. rows.Select(row => row.Response.Id)];
            var entries = await db
                .ResponseEntries.AsNoTracking()
                .Where(e => keys.Contains(e.ResponseId))
                .OrderBy(e => e.ResponseId)
                .ThenBy(e => e.Ordinal)
                .ToListAsync(cancellationToken);
            var entriesByResponse = entries.ToLookup(e => e.ResponseId);
            return [.. rows.Select(row => ViewOf(row, entriesByResponse[row.Response.Id]))];
        }

        IQueryable<SessionRow> RowsOf(IQueryable<Response> responses) =>
            from response in responses.AsNoTracking()
            join study in db.Studies on response.StudyId equals study.Id
            join child in db.Children on response.ChildId equals child.Id
            join parent in db.Users on child.UserId equals parent.Id
            orderby response.Id
            select new SessionRow
            {
                Response = response,
                ChildId = child.Uuid,
                StudyId = study.Uuid,
                Salt = study.Salt,
                HashDigits = study.HashDigits,
                ParticipantId = parent.Uuid,
                DemographicsId = db
                    .DemographicSnapshots.Where(d => d.Id == response.DemographicSnapshotId)
                    .Select(d => (Guid?)d.Uuid)
                    .FirstOrDefault(),
            };
    }

    /// <summary>
    /// The sequence of a session. A frameplayer sends it; for jsPsych it is derived from the trials, unless an import
    /// has stored another one.
    /// </summary>
    /// <param name="labels">Labels of all entries in order; not needed for a frameplayer's session.</param>
    public static IReadOnlyList<string> SequenceOf(Response response, IEnumerable<string?> labels) =>
        response.Sequence is { } stored
            ? JsonSerializer.Deserialize<List<string>>(stored)!
            : [.. labels.OfType<string>()];

    static SessionView ViewOf(SessionRow row, IEnumerable<ResponseEntry> entries) =>
        new()
        {
            Header = HeaderOf(row.Response, row.ChildId, row.StudyId),
            Sequence = SequenceOf(row.Response, entries.Select(e => e.Label)),
            Data = Join(row.Response.Shape, entries),
            Origin = new SessionOrigin(
                row.Response.CreatedAt,
                HashedId.Of(row.ChildId, row.StudyId, row.Salt, row.HashDigits),
                row.ParticipantId,
                row.DemographicsId
            ),
        };

    static SessionHeader HeaderOf(Response response, Guid childId, Guid studyId) =>
        new()
        {
            Key = response.Id,
            Id = response.Uuid,
            ChildKey = response.ChildId,
            ChildId = childId,
            StudyKey = response.StudyId,
            StudyId = studyId,
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

    /// <summary>Joins entries to the document that they were split from.</summary>
    static ReadOnlyMemory<byte> Join(DataShape shape, IEnumerable<ResponseEntry> entries)
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
                document.Write(JsonSerializer.SerializeToUtf8Bytes(entry.Key ?? ""));
                document.WriteByte((byte)':');
            }

            document.Write(entry.Payload);
        }

        if (shape is not DataShape.Other)
            document.WriteByte((byte)(shape is DataShape.List ? ']' : '}'));
        return document.TryGetBuffer(out var buffer) ? buffer.AsMemory() : document.ToArray();
    }

    sealed record SessionRow
    {
        public required Response Response { get; init; }
        public required Guid ChildId { get; init; }
        public required Guid StudyId { get; init; }

        /// <summary>The study's salt for hashed ids.</summary>
        public required Guid Salt { get; init; }

        /// <summary>Characters in the study's hashed ids.</summary>
        public required int HashDigits { get; init; }

        public required Guid ParticipantId { get; init; }
        public required Guid? DemographicsId { get; init; }
    }
}
