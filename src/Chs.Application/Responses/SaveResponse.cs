using System.Buffers.Binary;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Saves what a runner has so far. Only the child's parent may.</summary>
/// <remarks>
/// Not an <see cref="Pipeline.IChange"/>: in the common case, "the same trials and one more", one statement does everything,
/// and a transaction around it would cost two more round trips.
/// </remarks>
/// <param name="ResponseId">The session.</param>
/// <param name="Data">All trials or frames so far; null: not said.</param>
/// <param name="Flags">What else is said.</param>
/// <param name="StudyId">Refused unless it is this session's study; null: not said.</param>
/// <param name="ChildId">Refused unless it is this session's child; null: not said.</param>
public sealed record SaveResponse(Guid ResponseId, SessionData? Data, ResponseFlags Flags, Guid? StudyId = null, Guid? ChildId = null) : IRequest<Outcome<SessionView>>
{
    internal sealed class Handler(IChsDb db, ISessionLog log, ICurrentActor current, TimeProvider time) : IRequestHandler<SaveResponse, Outcome<SessionView>>
    {
        const string Exit = "exit";

        public async Task<Outcome<SessionView>> Handle(SaveResponse request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor) return Error.Unauthenticated;
            var now = time.GetUtcNow();
            if (await AppendAsync(request, actor.Key, now, cancellationToken) is { } appended) return appended;

            await using var transaction = await db.BeginAsync(cancellationToken);
            var response = await log.LockAsync(request.ResponseId, cancellationToken);
            if (response is null || response.ParticipantId != actor.Key) return Error.NotFound("response");
            if (!await IsOfAsync(response, request, cancellationToken)) return ResponseErrors.OfAnother;

            if (request.Data is { } data)
            {
                var written = response.StudyType is StudyType.JsPsych
                    ? await WriteTrialsAsync(response, data, now, cancellationToken)
                    : await WriteFramesAsync(response, data, now, cancellationToken);
                if (written.Failed) return written.Error;
            }

            response.Update(request.Flags, now);
            await db.SaveChangesAsync(cancellationToken);
            // Read back inside the transaction: the runner takes the answer for its state.
            var view = (await db.LoadSessionsAsync(db.Responses.Where(r => r.Id == response.Id), cancellationToken))[0];
            await transaction.CommitAsync(cancellationToken);
            return view;
        }

        async Task<bool> IsOfAsync(Response response, SaveResponse request, CancellationToken cancellationToken) =>
            (request.StudyId is not { } study || await db.Studies.AnyAsync(s => s.Id == response.StudyId && s.Uuid == study, cancellationToken))
            && (request.ChildId is not { } child || await db.Children.AnyAsync(c => c.Id == response.ChildId && c.Uuid == child, cancellationToken));

        async Task<SessionView?> AppendAsync(SaveResponse request, long participant, DateTimeOffset now, CancellationToken cancellationToken)
        {
            if (request.StudyId is not null || request.ChildId is not null) return null;
            if (request.Data is not { Shape: DataShape.List, Count: > 0 and var count } data || !request.Flags.SaysNothing || data.KindOf(count - 1) == Exit) return null;

            var append = new TrialAppend(request.ResponseId, participant, count - 1, data.RunningDigest(count - 1), data.RunningDigest(count), data.ContentOf(count - 1), now);
            var header = await log.TryAppendAsync(append, cancellationToken);
            return header is null ? null : new SessionView
            {
                Header = header,
                Sequence = [.. Enumerable.Range(0, count).Select(data.LabelOf).OfType<string>()],
                Data = data.Raw,
            };
        }

        /// <summary>Trials are never taken back; equal or longer lists replace, item by item, what differs.</summary>
        async Task<Outcome> WriteTrialsAsync(Response response, SessionData data, DateTimeOffset now, CancellationToken cancellationToken)
        {
            if (data.Shape is not DataShape.List) return ResponseErrors.NotAList;
            var stored = response.Shape is DataShape.List ? response.EntryCount : 0;
            if (data.Count < stored) return ResponseErrors.Shrinks(stored, data.Count);

            if (response.Shape is not DataShape.List) await db.ResponseEntries.Where(e => e.ResponseId == response.Id).ExecuteDeleteAsync(cancellationToken);
            // An equal prefix is recognised by its digest alone: no entry is read.
            if (!data.RunningDigest(stored).AsSpan().SequenceEqual(response.EntriesDigest))
                await ReplaceChangedAsync(response, data, stored, now, cancellationToken);
            for (var i = stored; i < data.Count; i++) db.ResponseEntries.Add(ResponseEntry.Of(response.Id, i, null, data.ContentOf(i), now));

            var exit = Enumerable.Range(0, data.Count).LastOrDefault(i => data.KindOf(i) == Exit, -1);
            var answers = exit < 0 || data.SurveyOf(exit).IsEmpty ? null : ExitAnswers.Extract(data.SurveyOf(exit));
            response.Hold(DataShape.List, data.Count, data.RunningDigest(data.Count), answers);
            return Outcome.Ok;
        }

        async Task ReplaceChangedAsync(Response response, SessionData data, int stored, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var digests = await db.ResponseEntries.Where(e => e.ResponseId == response.Id).OrderBy(e => e.Ordinal).Select(e => e.Digest).ToListAsync(cancellationToken);
            var changed = Enumerable.Range(0, stored).Where(i => !digests[i].AsSpan().SequenceEqual(data.DigestOf(i))).ToList();
            foreach (var entry in await db.ResponseEntries.Where(e => e.ResponseId == response.Id && changed.Contains(e.Ordinal)).ToListAsync(cancellationToken))
                entry.Replace(data.ContentOf(entry.Ordinal), now);
        }

        /// <summary>Frames are merged by their id: saves may overtake one another, and one that lacks a frame doesn't delete it.</summary>
        async Task<Outcome> WriteFramesAsync(Response response, SessionData data, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var merges = response.Shape is DataShape.Object && data.Shape is DataShape.Object;
            if (!merges)
            {
                await db.ResponseEntries.Where(e => e.ResponseId == response.Id).ExecuteDeleteAsync(cancellationToken);
                for (var i = 0; i < data.Count; i++) db.ResponseEntries.Add(ResponseEntry.Of(response.Id, i, data.KeyOf(i), data.ContentOf(i), now));
                response.Hold(data.Shape, data.Count, data.RunningDigest(data.Count), LastExit(data));
                return Outcome.Ok;
            }

            var known = await db.ResponseEntries.Where(e => e.ResponseId == response.Id).OrderBy(e => e.Ordinal)
                .Select(e => new Known(e.Ordinal, e.Key!, e.Digest, e.Kind)).ToListAsync(cancellationToken);
            var byKey = known.ToDictionary(e => e.Key);
            var answers = response.ExitAnswers;
            var lastExit = known.Where(e => e.Kind == Exit).Select(e => e.Ordinal).DefaultIfEmpty(-1).Max();
            for (var i = 0; i < data.Count; i++)
            {
                var ordinal = known.Count;
                if (byKey.TryGetValue(data.KeyOf(i)!, out var old))
                {
                    ordinal = old.Ordinal;
                    if (old.Digest.AsSpan().SequenceEqual(data.DigestOf(i))) continue;
                    var entry = await db.ResponseEntries.SingleAsync(e => e.ResponseId == response.Id && e.Ordinal == old.Ordinal, cancellationToken);
                    entry.Replace(data.ContentOf(i), now);
                    known[ordinal] = old with { Digest = data.DigestOf(i) };
                }
                else
                {
                    db.ResponseEntries.Add(ResponseEntry.Of(response.Id, ordinal, data.KeyOf(i), data.ContentOf(i), now));
                    known.Add(new Known(ordinal, data.KeyOf(i)!, data.DigestOf(i), data.KindOf(i)));
                }

                if (data.KindOf(i) == Exit && ordinal >= lastExit) (lastExit, answers) = (ordinal, ExitAnswers.Extract(data.SurveyOf(i)));
            }

            var digest = SessionData.Running(known.Select(e => ((string?)e.Key, BinaryPrimitives.ReadUInt128BigEndian(e.Digest))));
            response.Hold(DataShape.Object, known.Count, digest, answers);
            return Outcome.Ok;
        }

        static string? LastExit(SessionData data)
        {
            var exit = data.Shape is DataShape.Object ? Enumerable.Range(0, data.Count).LastOrDefault(i => data.KindOf(i) == Exit, -1) : -1;
            return exit < 0 ? null : ExitAnswers.Extract(data.SurveyOf(exit));
        }

        sealed record Known(int Ordinal, string Key, byte[] Digest, string? Kind);
    }
}
