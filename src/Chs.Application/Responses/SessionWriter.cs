using System.Buffers.Binary;
using System.Text.Json;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Writes session data as entries: only what is new or differs. The caller holds the response's lock and saves.</summary>
sealed class SessionWriter(IChsDb db)
{
    /// <returns>What of the flags is to be applied: of a save that was overtaken by a newer one not everything is.</returns>
    public Task<Outcome<ResponseFlags>> WriteAsync(
        Response response,
        SessionData data,
        ResponseFlags flags,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        response.StudyType is StudyType.JsPsych
            ? WriteTrialsAsync(response, data, flags, now, cancellationToken)
            : WriteFramesAsync(response, data, flags, now, cancellationToken);

    /// <summary>Writes what a session begins with: any JSON, as the reference takes it. For jsPsych what is no list counts as empty later.</summary>
    public Task<Outcome<ResponseFlags>> WriteFirstAsync(
        Response response,
        SessionData data,
        ResponseFlags flags,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        data.Shape is DataShape.List
            ? WriteAsync(response, data, flags, now, cancellationToken)
            : WriteFramesAsync(response, data, flags, now, cancellationToken);

    /// <summary>Trials are never taken back; equal or longer lists replace, item by item, what differs.</summary>
    async Task<Outcome<ResponseFlags>> WriteTrialsAsync(
        Response response,
        SessionData data,
        ResponseFlags flags,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (data.Shape is not DataShape.List)
            return ResponseErrors.NotAList;
        var stored = response.Shape is DataShape.List ? response.EntryCount : 0;
        if (data.Count < stored)
            return ResponseErrors.Shrinks(stored, data.Count);

        if (response.Shape is not DataShape.List)
            await db.ResponseEntries.Where(e => e.ResponseId == response.Id).ExecuteDeleteAsync(cancellationToken);
        // An equal prefix is recognised by its digest alone: no entry is read.
        if (!data.RunningDigest(stored).AsSpan().SequenceEqual(response.EntriesDigest))
            await ReplaceChangedAsync(response, data, stored, now, cancellationToken);
        for (var i = stored; i < data.Count; i++)
            db.ResponseEntries.Add(ResponseEntry.Of(response.Id, i, null, data.ContentOf(i), now));

        var exit = data.LastOf(SessionData.Exit);
        var answers = exit < 0 || data.SurveyOf(exit).IsEmpty ? null : ExitAnswers.Extract(data.SurveyOf(exit));
        response.SetEntries(DataShape.List, data.Count, data.RunningDigest(data.Count), answers);
        return flags;
    }

    async Task ReplaceChangedAsync(
        Response response,
        SessionData data,
        int stored,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var digests = await db
            .ResponseEntries.Where(e => e.ResponseId == response.Id)
            .OrderBy(e => e.Ordinal)
            .Select(e => e.Digest)
            .ToListAsync(cancellationToken);
        var changed = Enumerable
            .Range(0, stored)
            .Where(i => !digests[i].AsSpan().SequenceEqual(data.DigestOf(i)))
            .ToList();
        foreach (
            var entry in await db
                .ResponseEntries.Where(e => e.ResponseId == response.Id && changed.Contains(e.Ordinal))
                .ToListAsync(cancellationToken)
        )
            entry.Replace(data.ContentOf(entry.Ordinal), now);
    }

    /// <summary>
    /// Frames are merged by their id: saves may overtake one another, and one that lacks a frame doesn't delete it.
    /// A frame's list of events only grows, and so do the sequence and the list of global events: what holds fewer is older, whenever it arrives.
    /// </summary>
    async Task<Outcome<ResponseFlags>> WriteFramesAsync(
        Response response,
        SessionData data,
        ResponseFlags flags,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var merges = response.Shape is DataShape.Object && data.Shape is DataShape.Object;
        if (!merges)
        {
            await db.ResponseEntries.Where(e => e.ResponseId == response.Id).ExecuteDeleteAsync(cancellationToken);
            for (var i = 0; i < data.Count; i++)
                db.ResponseEntries.Add(ResponseEntry.Of(response.Id, i, data.KeyOf(i), data.ContentOf(i), now));
            response.SetEntries(data.Shape, data.Count, data.RunningDigest(data.Count), LastExit(data));
            return flags;
        }

        var known = await db
            .ResponseEntries.Where(e => e.ResponseId == response.Id)
            .OrderBy(e => e.Ordinal)
            .Select(e => new Known(e.Ordinal, e.Key!, e.Digest, e.Kind))
            .ToListAsync(cancellationToken);
        var byKey = known.ToDictionary(e => e.Key);
        int[] differing =
        [
            .. Enumerable
                .Range(0, data.Count)
                .Where(i =>
                    byKey.TryGetValue(data.KeyOf(i)!, out var old)
                    && !old.Digest.AsSpan().SequenceEqual(data.DigestOf(i))
                ),
        ];
        var stored = await EntriesAsync(
            response,
            [.. differing.Select(i => byKey[data.KeyOf(i)!].Ordinal)],
            cancellationToken
        );

        int EventsMore(int i) =>
            SessionData.EventsOf(data.ContentOf(i).Payload) - SessionData.EventsOf(stored[data.KeyOf(i)!].Payload);
        var isOlder = Math.Sign(Length(flags.Sequence) - Length(response.Sequence)) switch
        {
            _ when flags.Sequence is null => differing.Any(i => EventsMore(i) < 0),
            0 => Length(flags.GlobalEventTimings) < Length(response.GlobalEventTimings)
                || differing.Any(i => EventsMore(i) < 0),
            var longer => longer < 0,
        };

        var answers = response.ExitAnswers;
        var lastExit = known.Where(e => e.Kind == SessionData.Exit).Select(e => e.Ordinal).DefaultIfEmpty(-1).Max();
        for (var i = 0; i < data.Count; i++)
        {
            var ordinal = known.Count;
            if (byKey.TryGetValue(data.KeyOf(i)!, out var old))
            {
                ordinal = old.Ordinal;
                if (!differing.Contains(i) || EventsMore(i) < 0 || (isOlder && EventsMore(i) == 0))
                    continue;
                stored[data.KeyOf(i)!].Replace(data.ContentOf(i), now);
                known[ordinal] = old with { Digest = data.DigestOf(i) };
            }
            else
            {
                db.ResponseEntries.Add(ResponseEntry.Of(response.Id, ordinal, data.KeyOf(i), data.ContentOf(i), now));
                known.Add(new Known(ordinal, data.KeyOf(i)!, data.DigestOf(i), data.KindOf(i)));
            }

            if (data.KindOf(i) == SessionData.Exit && ordinal >= lastExit)
                (lastExit, answers) = (ordinal, ExitAnswers.Extract(data.SurveyOf(i)));
        }

        var digest = SessionData.Running(
            known.Select(e => ((string?)e.Key, BinaryPrimitives.ReadUInt128BigEndian(e.Digest)))
        );
        response.SetEntries(DataShape.Object, known.Count, digest, answers);
        return isOlder ? flags.AdditionsTo(response) : flags;
    }

    async Task<Dictionary<string, ResponseEntry>> EntriesAsync(
        Response response,
        int[] ordinals,
        CancellationToken cancellationToken
    ) =>
        ordinals is []
            ? []
            : await db
                .ResponseEntries.Where(e => e.ResponseId == response.Id && ordinals.Contains(e.Ordinal))
                .ToDictionaryAsync(e => e.Key!, cancellationToken);

    /// <summary>Items of a list as JSON text; 0 for anything else.</summary>
    static int Length(string? json)
    {
        if (json is null)
            return 0;
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonText.MaximumDepth });
        return document.RootElement.ValueKind is JsonValueKind.Array ? document.RootElement.GetArrayLength() : 0;
    }

    static string? LastExit(SessionData data)
    {
        var exit = data.Shape is DataShape.Object ? data.LastOf(SessionData.Exit) : -1;
        return exit < 0 ? null : ExitAnswers.Extract(data.SurveyOf(exit));
    }

    sealed record Known(int Ordinal, string Key, byte[] Digest, string? Kind);
}
