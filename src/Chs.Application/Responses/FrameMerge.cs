using System.Buffers.Binary;
using Chs.Application.Ports;
using Chs.Domain.Responses;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Merges the frames of one save into those that are stored.</summary>
/// <remarks>
/// Saves may overtake one another, and one that lacks a frame doesn't delete it. A frame's list of events only grows, and
/// so do the sequence and the list of global events: data with fewer items are older, whenever they arrive.
/// </remarks>
sealed class FrameMerge(IChsDb db, Response response, SessionData data, DateTimeOffset now)
{
    /// <summary>
    /// All frames of the session; the index is the ordinal. Frames that are added by the merge are appended.
    /// </summary>
    List<StoredFrame> _frames = [];

    Dictionary<string, StoredFrame> _storedByKey = [];

    /// <summary>Frames that are stored with another content, by their index in the data.</summary>
    Dictionary<int, Change> _changes = [];

    /// <returns>The flags to apply: of a save that was overtaken by a newer one only what the response lacks.</returns>
    public async Task<ResponseFlags> RunAsync(ResponseFlags flags, CancellationToken cancellationToken)
    {
        _frames = await LoadFramesAsync(cancellationToken);
        _storedByKey = _frames.ToDictionary(f => f.Key);
        _changes = await FindChangesAsync(cancellationToken);

        var isOlder = IsOlder(flags);
        var exitAnswers = Apply(isOlder);
        await KeepOvertakenAsync(isOlder, cancellationToken);
        var digest = SessionData.DigestOver(
            _frames.Select(f => ((string?)f.Key, BinaryPrimitives.ReadUInt128BigEndian(f.Digest)))
        );
        response.SetEntries(DataShape.Object, _frames.Count, digest, exitAnswers, now);
        return isOlder ? flags.AdditionsTo(response) : flags;
    }

    async Task<List<StoredFrame>> LoadFramesAsync(CancellationToken cancellationToken)
    {
        if (response.EntryCount == 0)
            return [];
        return await db
            .ResponseEntries.Where(e => e.ResponseId == response.Id)
            .OrderBy(e => e.Ordinal)
            .Select(e => new StoredFrame(e.Ordinal, e.Key!, e.Digest, e.Kind))
            .ToListAsync(cancellationToken);
    }

    async Task<Dictionary<int, Change>> FindChangesAsync(CancellationToken cancellationToken)
    {
        int[] indexes = [.. Enumerable.Range(0, data.Count).Where(IsStoredDifferently)];
        if (indexes is [])
            return [];

        var entries = new Dictionary<string, ResponseEntry>();
        foreach (
            var ordinals in indexes.Select(i => _storedByKey[data.KeyOf(i)!].Ordinal).Chunk(EntryWriter.ReadAtOnce)
        )
        {
            var some = db.ResponseEntries.Where(e => e.ResponseId == response.Id && ordinals.Contains(e.Ordinal));
            foreach (var entry in await some.ToListAsync(cancellationToken))
                entries.Add(entry.Key!, entry);
        }

        return indexes.ToDictionary(i => i, i => ChangeOf(i, entries[data.KeyOf(i)!]));
    }

    bool IsStoredDifferently(int index) =>
        _storedByKey.TryGetValue(data.KeyOf(index)!, out var stored)
        && !stored.Digest.AsSpan().SequenceEqual(data.DigestOf(index));

    Change ChangeOf(int index, ResponseEntry entry)
    {
        var addedEvents = SessionData.CountEvents(data.PayloadOf(index)) - SessionData.CountEvents(entry.Payload);
        return new Change(entry, addedEvents);
    }

    /// <summary>Whether a newer save has been stored already.</summary>
    bool IsOlder(ResponseFlags flags) =>
        SaveOrder.IsOlder(response, flags) ?? _changes.Values.Any(change => change.AddedEvents < 0);

    /// <summary>Adds new frames, and replaces those of which the data hold a newer content.</summary>
    /// <returns>The answers of the last exit frame.</returns>
    string? Apply(bool isOlder)
    {
        var exitAnswers = response.ExitAnswers;
        var exitOrdinal = _frames
            .Where(f => f.Kind == SessionData.ExitKind)
            .Select(f => f.Ordinal)
            .DefaultIfEmpty(-1)
            .Max();
        for (var index = 0; index < data.Count; index++)
        {
            if (WriteFrame(index, isOlder) is not { } ordinal)
                continue;
            if (data.KindOf(index) != SessionData.ExitKind || ordinal < exitOrdinal)
                continue;
            exitOrdinal = ordinal;
            exitAnswers = ExitAnswers.Extract(data.SurveyOf(index));
        }

        return exitAnswers;
    }

    /// <summary>Keeps older contents that arrive late, each once: a player may send the same save several times.</summary>
    async Task KeepOvertakenAsync(bool saveIsOlder, CancellationToken cancellationToken)
    {
        var overtaken = _changes.Where(change => !change.Value.IsNewer(saveIsOlder)).ToList();
        if (overtaken is [])
            return;
        var kept = await db
            .ResponseRevisions.Where(r => r.ResponseId == response.Id && r.Part == RevisedPart.Entry)
            .Select(r => new { r.Ordinal, r.Digest })
            .ToListAsync(cancellationToken);
        var digests = kept.ToLookup(k => k.Ordinal, k => k.Digest);
        foreach (var (index, change) in overtaken)
        {
            var content = data.ContentOf(index);
            var isKept = digests[change.Entry.Ordinal].Any(digest => digest.SequenceEqual(content.Digest));
            if (!isKept)
                response.KeepOvertaken(change.Entry, content, now);
        }
    }

    /// <returns>The frame's ordinal; null when the stored frame stays as it is.</returns>
    int? WriteFrame(int index, bool isOlder)
    {
        var key = data.KeyOf(index)!;
        if (!_storedByKey.TryGetValue(key, out var stored))
        {
            var ordinal = _frames.Count;
            response.AddEntry(ordinal, key, data.ContentOf(index), now);
            _frames.Add(new StoredFrame(ordinal, key, data.DigestOf(index), data.KindOf(index)));
            return ordinal;
        }

        if (!_changes.TryGetValue(index, out var change) || !change.IsNewer(isOlder))
            return null;
        response.ReplaceEntry(change.Entry, data.ContentOf(index), now);
        _frames[stored.Ordinal] = stored with { Digest = data.DigestOf(index) };
        return stored.Ordinal;
    }

    sealed record StoredFrame(int Ordinal, string Key, byte[] Digest, string? Kind);

    /// <summary>A frame whose content in the data differs from the stored one.</summary>
    /// <param name="AddedEvents">Events in the data minus stored events.</param>
    sealed record Change(ResponseEntry Entry, int AddedEvents)
    {
        /// <summary>
        /// Whether the data hold the newer content. The whole save decides when both have the same number of events.
        /// </summary>
        public bool IsNewer(bool saveIsOlder) => AddedEvents > 0 || (AddedEvents == 0 && !saveIsOlder);
    }
}
