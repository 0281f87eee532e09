using System.Text.Json;
using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>A whole session: its header and its data as one document.</summary>
public sealed record SessionView
{
    public required SessionHeader Header { get; init; }

    /// <summary>Items of the sequence, in order.</summary>
    public required IReadOnlyList<string> Sequence { get; init; }

    /// <summary>UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Only where a session is read; what a save answers doesn't hold it.</summary>
    public SessionOrigin? Origin { get; init; }

    /// <summary>Whether it isn't of the actor's own family. What has no origin is what a save answers to its own family.</summary>
    internal bool IsOthers(Actor actor) => Origin is { } origin && origin.ParticipantId != actor.Id;

    public bool Withdrawn => ExitAnswers.Of(Header.ExitAnswers).Withdrawn;
}

/// <summary>Where a session comes from.</summary>
/// <param name="HashedChildId">Short id of the child within the study.</param>
/// <param name="ParticipantId">The parent.</param>
/// <param name="DemographicsId">The parent's answers at the start; null when there were none.</param>
public sealed record SessionOrigin(
    DateTimeOffset CreatedAt,
    string HashedChildId,
    Guid ParticipantId,
    Guid? DemographicsId
);

static class SessionViews
{
    extension(IChsDb db)
    {
        /// <summary>Whole sessions, in the order of their keys.</summary>
        public async Task<List<SessionView>> LoadSessionsAsync(
            IQueryable<Response> wanted,
            CancellationToken cancellationToken
        )
        {
            var rows = await (
                from response in wanted.AsNoTracking()
                join study in db.Studies on response.StudyId equals study.Id
                join child in db.Children on response.ChildId equals child.Id
                join parent in db.Users on child.UserId equals parent.Id
                orderby response.Id
                select new
                {
                    response,
                    Child = child.Uuid,
                    Study = study.Uuid,
                    study.Salt,
                    study.HashDigits,
                    Parent = parent.Uuid,
                    Demographics = db
                        .DemographicSnapshots.Where(d => d.Id == response.DemographicSnapshotId)
                        .Select(d => (Guid?)d.Uuid)
                        .FirstOrDefault(),
                }
            ).ToListAsync(cancellationToken);

            long[] keys = [.. rows.Select(row => row.response.Id)];
            var entries = (
                await db
                    .ResponseEntries.AsNoTracking()
                    .Where(e => keys.Contains(e.ResponseId))
                    .OrderBy(e => e.ResponseId)
                    .ThenBy(e => e.Ordinal)
                    .ToListAsync(cancellationToken)
            ).ToLookup(e => e.ResponseId);

            return
            [
                .. rows.Select(row => new SessionView
                {
                    Header = HeaderOf(row.response, row.Child, row.Study),
                    Sequence = SequenceOf(row.response, entries[row.response.Id].Select(e => e.Label)),
                    Data = Join(row.response.Shape, entries[row.response.Id]),
                    Origin = new SessionOrigin(
                        row.response.CreatedAt,
                        HashedId.Of(row.Child, row.Study, row.Salt, row.HashDigits),
                        row.Parent,
                        row.Demographics
                    ),
                }),
            ];
        }
    }

    public static SessionHeader HeaderOf(Response response, Guid child, Guid study) =>
        new()
        {
            Key = response.Id,
            Id = response.Uuid,
            ChildKey = response.ChildId,
            ChildId = child,
            StudyKey = response.StudyId,
            StudyId = study,
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

    /// <summary>A frameplayer's was sent; jsPsych's is derived from the trials, unless an import brought another.</summary>
    public static IReadOnlyList<string> SequenceOf(Response response, IEnumerable<string?> labels) =>
        response.Sequence is { } sent ? JsonSerializer.Deserialize<List<string>>(sent)! : [.. labels.OfType<string>()];

    static ReadOnlyMemory<byte> Join(DataShape shape, IEnumerable<ResponseEntry> entries)
    {
        using var joined = new MemoryStream();
        if (shape is not DataShape.Other)
            joined.WriteByte((byte)(shape is DataShape.List ? '[' : '{'));
        var first = true;
        foreach (var entry in entries)
        {
            if (!first)
                joined.WriteByte((byte)',');
            first = false;
            if (shape is DataShape.Object)
            {
                joined.Write(JsonSerializer.SerializeToUtf8Bytes(entry.Key ?? ""));
                joined.WriteByte((byte)':');
            }

            joined.Write(entry.Payload);
        }

        if (shape is not DataShape.Other)
            joined.WriteByte((byte)(shape is DataShape.List ? ']' : '}'));
        return joined.TryGetBuffer(out var buffer) ? buffer.AsMemory() : joined.ToArray();
    }
}
