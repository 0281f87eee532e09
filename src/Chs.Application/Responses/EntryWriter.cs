using System.Text;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Writes session data as entries, and only those that are new or differ. The caller holds the response's lock, unless
/// the response is new, and saves.
/// </summary>
sealed class EntryWriter(IChsDb db)
{
    /// <summary>Entries that are asked for at once: databases limit the parameters of a statement.</summary>
    internal const int ReadAtOnce = 500;

    /// <summary>Writes the data of a save.</summary>
    /// <returns>The flags to apply: of a save that was overtaken by a newer one only some are.</returns>
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

    /// <summary>
    /// Writes the data that a new session is created with. The reference system accepts any JSON here.
    /// </summary>
    /// <remarks>For jsPsych, anything but a list counts as empty when the first trial arrives.</remarks>
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

    /// <summary>
    /// Writes a list of trials. It may not be shorter than the stored one; trials that differ are replaced.
    /// </summary>
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
            await DeleteEntriesAsync(response, now, cancellationToken);
        // The digest alone shows that the stored trials are unchanged, so no entry is read then.
        if (!data.RunningDigest(stored).AsSpan().SequenceEqual(response.EntriesDigest))
            await ReplaceChangedTrialsAsync(response, data, stored, now, cancellationToken);
        for (var i = stored; i < data.Count; i++)
            response.AddEntry(i, null, data.ContentOf(i), now);
        response.SetEntries(DataShape.List, data.Count, data.RunningDigest(data.Count), LastExitAnswers(data), now);
        return flags;
    }

    async Task ReplaceChangedTrialsAsync(
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
        var changed = Enumerable.Range(0, stored).Where(i => !digests[i].AsSpan().SequenceEqual(data.DigestOf(i)));
        foreach (var ordinals in changed.Chunk(ReadAtOnce))
        {
            var entries = db.ResponseEntries.Where(e => e.ResponseId == response.Id && ordinals.Contains(e.Ordinal));
            foreach (var entry in await entries.ToListAsync(cancellationToken))
                response.ReplaceEntry(entry, data.ContentOf(entry.Ordinal), now);
        }
    }

    /// <summary>
    /// Merges frames by their id. What is stored but isn't an object of frames is replaced. What is sent and isn't one
    /// replaces no frames: it is kept beside them, and an empty list is a save without any.
    /// </summary>
    async Task<Outcome<ResponseFlags>> WriteFramesAsync(
        Response response,
        SessionData data,
        ResponseFlags flags,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var isEmpty = response.EntryCount == 0;
        var holdsFrames = response.Shape is DataShape.Object && !isEmpty;
        var areFrames = response.Shape is DataShape.Object && data.Shape is DataShape.Object;
        if (areFrames || (holdsFrames && data.Count == 0))
            return await new FrameMerge(db, response, data, now).RunAsync(flags, cancellationToken);
        if (holdsFrames)
            response.KeepData(Encoding.UTF8.GetString(data.Raw.Span), now);
        else
            await ReplaceAllAsync(response, data, now, cancellationToken);
        return SaveOrder.LacksFrames(response, flags) ? flags.AdditionsTo(response) : flags;
    }

    async Task ReplaceAllAsync(
        Response response,
        SessionData data,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await DeleteEntriesAsync(response, now, cancellationToken);
        for (var i = 0; i < data.Count; i++)
            response.AddEntry(i, data.KeyOf(i), data.ContentOf(i), now);
        var exitAnswers = data.Shape is DataShape.Object ? LastExitAnswers(data) : null;
        response.SetEntries(data.Shape, data.Count, data.RunningDigest(data.Count), exitAnswers, now);
    }

    /// <summary>Deletes the stored entries, which stay as revisions.</summary>
    async Task DeleteEntriesAsync(Response response, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (response.EntryCount == 0)
            return;
        var stored = db.ResponseEntries.Where(e => e.ResponseId == response.Id);
        foreach (var entry in await stored.AsNoTracking().OrderBy(e => e.Ordinal).ToListAsync(cancellationToken))
            response.KeepEntry(entry, now);
        await stored.ExecuteDeleteAsync(cancellationToken);
    }

    static string? LastExitAnswers(SessionData data)
    {
        var exit = data.LastIndexOf(SessionData.ExitKind);
        return exit < 0 || data.SurveyOf(exit).IsEmpty ? null : ExitAnswers.Extract(data.SurveyOf(exit));
    }
}
