using Chs.Application.Ports;
using Chs.Domain.Responses;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Chs.Infrastructure.Persistence.Responses;

/// <summary>The hot path on PostgreSQL.</summary>
/// <remarks>
/// One prepared statement checks the conditions, updates the response, inserts the entry and returns the header:
/// one round trip and one commit.
/// </remarks>
sealed class PostgresSessionLog(NpgsqlDataSource source, ChsDbContext db) : ISessionLog
{
    /// <summary>
    /// Study type 3 is jsPsych, shape 2 is a list. A sequence that an import has stored is replaced by the other way, which keeps it.
    /// </summary>
    const string AppendSql = """
        WITH head AS (
            UPDATE responses
               SET entry_count = entry_count + 1, entries_digest = $5, modified_at = $6, version = version + 1
             WHERE uuid = $1 AND participant_id = $2 AND entry_count = $3 AND entries_digest = $4
               AND study_type = 3 AND shape = 2 AND sequence IS NULL
               AND ($11::bigint IS NULL OR study_id = $11 AND child_id = $12 AND is_preview = $13)
            RETURNING id, child_id, study_id, completed, completed_consent_frame, survey_consent, is_preview, recording_method,
                      conditions, global_event_timings, eligibility, exit_answers
        ), added AS (
            INSERT INTO response_entries (response_id, ordinal, key, label, kind, payload, digest, received_at)
            SELECT id, $3, NULL, $7, $8, $9, $10, $6 FROM head
        )
        SELECT head.*, c.uuid, s.uuid
          FROM head JOIN children c ON c.id = head.child_id JOIN studies s ON s.id = head.study_id
        """;

    public async Task<SessionHeader?> TryAppendAsync(TrialAppend append, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = CommandFor(append, connection);
        // A round trip only the first time on a connection of the pool.
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? ReadHeader(reader, append.Response) : null;
    }

    public async Task<Response?> LockAsync(Guid response, CancellationToken cancellationToken)
    {
        var locked = await db
            .Responses.FromSql($"SELECT * FROM responses WHERE uuid = {response} FOR UPDATE")
            .ToListAsync(cancellationToken);
        return locked.SingleOrDefault();
    }

    static NpgsqlCommand CommandFor(TrialAppend append, NpgsqlConnection connection) =>
        new(AppendSql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = append.Response },
                new NpgsqlParameter<long> { TypedValue = append.Participant },
                new NpgsqlParameter<int> { TypedValue = append.Count },
                new NpgsqlParameter<byte[]> { TypedValue = append.DigestBefore },
                new NpgsqlParameter<byte[]> { TypedValue = append.DigestAfter },
                new NpgsqlParameter<DateTime>
                {
                    TypedValue = append.Now.UtcDateTime,
                    NpgsqlDbType = NpgsqlDbType.TimestampTz,
                },
                NullableText(append.Entry.Label),
                NullableText(append.Entry.Kind),
                // Sent as the UTF-8 that was received, without conversion to UTF-16 and back.
                new NpgsqlParameter<byte[]> { TypedValue = append.Entry.Payload, NpgsqlDbType = NpgsqlDbType.Text },
                new NpgsqlParameter<byte[]> { TypedValue = append.Entry.Digest },
                new()
                {
                    Value = (object?)append.OnlyIfOf?.StudyKey ?? DBNull.Value,
                    NpgsqlDbType = NpgsqlDbType.Bigint,
                },
                new()
                {
                    Value = (object?)append.OnlyIfOf?.ChildKey ?? DBNull.Value,
                    NpgsqlDbType = NpgsqlDbType.Bigint,
                },
                new()
                {
                    Value = (object?)append.OnlyIfOf?.IsPreview ?? DBNull.Value,
                    NpgsqlDbType = NpgsqlDbType.Boolean,
                },
            },
        };

    static NpgsqlParameter NullableText(string? text) =>
        new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    static SessionHeader ReadHeader(NpgsqlDataReader row, Guid response) =>
        new()
        {
            Key = row.GetInt64(0),
            Id = response,
            ChildKey = row.GetInt64(1),
            StudyKey = row.GetInt64(2),
            Completed = row.GetBoolean(3),
            CompletedConsentFrame = row.GetBoolean(4),
            SurveyConsent = row.GetBoolean(5),
            IsPreview = row.GetBoolean(6),
            RecordingMethod = row.IsDBNull(7) ? null : row.GetString(7),
            Conditions = row.GetString(8),
            GlobalEventTimings = row.GetString(9),
            Eligibility = row.GetString(10).Split(',', StringSplitOptions.RemoveEmptyEntries),
            ExitAnswers = row.IsDBNull(11) ? null : row.GetString(11),
            ChildId = row.GetGuid(12),
            StudyId = row.GetGuid(13),
        };
}
