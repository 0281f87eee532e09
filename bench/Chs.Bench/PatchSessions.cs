using System.Collections.Concurrent;
using System.Text;
using Chs.Testing;
using Npgsql;

namespace Chs.Bench;

/// <summary>Sessions to save, whose documents have a size of <paramref name="kilobytes"/> at ten trials.</summary>
sealed class PatchSessions(int kilobytes)
{
    /// <summary>Trials that a session has before it is measured.</summary>
    public const int FirstTrials = 5;

    /// <summary>Trials of a session's last save.</summary>
    public const int LastTrials = 15;

    readonly byte[][] _trials =
    [
        .. Enumerable.Range(0, LastTrials + 1).Select(index => Trial(index, kilobytes * 1024 / 10)),
    ];

    /// <summary>A document with the first trials of a session.</summary>
    public ByteArrayContent Body(Guid id, int count)
    {
        var head = Encoding.UTF8.GetBytes(
            $$$"""{"data":{"id":"{{{id}}}","type":"responses","attributes":{"exp_data":["""
        );
        var tail = "]}}}"u8;
        var commas = count - 1;
        var body = new byte[head.Length + _trials.Take(count).Sum(trial => trial.Length) + commas + tail.Length];
        head.CopyTo(body, 0);
        var position = head.Length;
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                body[position++] = (byte)',';
            _trials[i].CopyTo(body, position);
            position += _trials[i].Length;
        }

        tail.CopyTo(body.AsSpan(position));
        return new ByteArrayContent(body) { Headers = { ContentType = RequestMessages.JsonApi } };
    }

    /// <summary>A trial as jsPsych makes them: names and numbers, and mouse positions up to the size.</summary>
    static byte[] Trial(int index, int bytes)
    {
        var text = new StringBuilder();
        text.Append($$"""{"rt":{{812 + index}},"stimulus":"img/face_{{index}}.png","response":1""");
        text.Append($$""","trial_type":"html-button-response","trial_index":{{index}}""");
        text.Append($$""","time_elapsed":{{index * 1717}}""");
        if (bytes - text.Length > 30)
        {
            text.Append(",\"mouse\":[");
            for (var i = 0; text.Length < bytes - 14; i++)
                text.Append(i == 0 ? "" : ",").Append(100 + ((i * 37) % 900));
            text.Append(']');
        }

        return Encoding.UTF8.GetBytes(text.Append('}').ToString());
    }

    /// <summary>Creates sessions that already hold the first trials.</summary>
    public async Task<ConcurrentStack<Guid>> CreateAsync(PatchTarget target, int count)
    {
        Guid[] ids = [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
        string[] first = [.. _trials.Take(FirstTrials).Select(Encoding.UTF8.GetString)];
        var list = $"[{string.Join(',', first)}]";
        await using var connection = new NpgsqlConnection(target.Database);
        await connection.OpenAsync();
        await using var command =
            target.Table == PatchTarget.BareTable ? InsertBare(ids, list) : InsertResponses(target, ids, first, list);
        command.Connection = connection;
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
        return new ConcurrentStack<Guid>(ids);
    }

    static NpgsqlCommand InsertBare(Guid[] ids, string list) =>
        new("INSERT INTO bare SELECT id, $2::json FROM unnest($1) id")
        {
            Parameters =
            {
                new NpgsqlParameter { Value = ids },
                new NpgsqlParameter { Value = list },
            },
        };

    static NpgsqlCommand InsertResponses(PatchTarget target, Guid[] ids, string[] trials, string list)
    {
        const string sql = """
            WITH made AS (
                INSERT INTO responses (
                    study_id, study_version, study_type, child_id, participant_id, is_preview,
                    completed, completed_consent_frame, survey_consent, recording_method,
                    conditions, global_event_timings, eligibility, ruling, is_open, created_at, modified_at,
                    is_starred, payment, session_status, shape, entry_count, entries_digest, uuid, version,
                    has_been_ruled_on, revision_count, revision_bytes, dropped_revision_count)
                SELECT s.id, 1, 3, c.id, c.user_id, false,
                       false, false, false, 'jspsych',
                       '{}', '{}', 'Eligible', 1, false, now(), now(),
                       false, 0, 0, 2, $2, $3, u, 1,
                       false, 0, 0, 0
                  FROM unnest($1) u,
                       (SELECT id FROM studies WHERE uuid = $6) s,
                       (SELECT id, user_id FROM children WHERE uuid = $7) c
                RETURNING id)
            INSERT INTO response_entries (response_id, ordinal, payload, digest, received_at)
            SELECT made.id, e.ordinal - 1, e.payload, $5[e.ordinal], now()
              FROM made, unnest($4) WITH ORDINALITY e(payload, ordinal)
            """;
        var data = Some.Data(list);
        return new NpgsqlCommand(sql)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = ids },
                new NpgsqlParameter { Value = trials.Length },
                new NpgsqlParameter { Value = data.RunningDigest(trials.Length) },
                new NpgsqlParameter { Value = trials },
                new NpgsqlParameter { Value = Enumerable.Range(0, trials.Length).Select(data.DigestOf).ToArray() },
                new NpgsqlParameter { Value = target.Played.Study },
                new NpgsqlParameter { Value = target.Played.Child },
            },
        };
    }
}
