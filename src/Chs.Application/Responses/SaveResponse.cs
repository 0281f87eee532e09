using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Videos;
using Chs.Domain;
using Chs.Domain.Responses;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Saves what a runner has so far. Only the child's parent may.</summary>
/// <remarks>
/// Not an <see cref="IChange"/>: in the common case, "the same trials and one more", one statement does everything,
/// and a transaction around it would cost two more round trips.
/// </remarks>
/// <param name="ResponseId">The session.</param>
/// <param name="Data">All trials or frames so far; null: not said.</param>
/// <param name="Flags">What else is said.</param>
/// <param name="StudyId">Refused unless it is this session's study; null: not said.</param>
/// <param name="ChildId">Refused unless it is this session's child; null: not said.</param>
public sealed record SaveResponse(
    Guid ResponseId,
    SessionData? Data,
    ResponseFlags Flags,
    Guid? StudyId = null,
    Guid? ChildId = null
) : IRequest<Outcome<SessionView>>, IOwnTransactions
{
    /// <summary>Where the address names the study: in another one there is no such session. Null: not named.</summary>
    public Guid? FoundInStudyId { get; init; }

    internal sealed class Handler(IChsDb db, ISessionLog log, ICurrentActor current, TimeProvider time)
        : IRequestHandler<SaveResponse, Outcome<SessionView>>
    {
        public async Task<Outcome<SessionView>> Handle(SaveResponse request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var now = time.GetUtcNow();
            if (await AppendAsync(request, actor.Key, now, cancellationToken) is { } appended)
                return appended;

            await using var transaction = await db.BeginAsync(cancellationToken);
            var response = await log.LockAsync(request.ResponseId, cancellationToken);
            if (response is null || response.ParticipantId != actor.Key)
                return Error.NotFound("response");
            if (
                request.FoundInStudyId is { } place
                && !await db.Studies.AnyAsync(s => s.Id == response.StudyId && s.Uuid == place, cancellationToken)
            )
                return Error.NotFound("response");
            if (!await IsOfAsync(response, request, cancellationToken))
                return ResponseErrors.OfAnother;

            var flags = request.Flags;
            if (request.Data is { } data)
            {
                var written = await new SessionWriter(db).WriteAsync(response, data, flags, now, cancellationToken);
                if (written.Failed)
                    return written.Error;
                flags = written.Value;
            }

            response.Update(flags, now);
            await db.SaveChangesAsync(cancellationToken);
            await db.ActOnLastFrameAsync(response, now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            // Read back inside the transaction: the runner takes the answer for its state.
            var view = (await db.LoadSessionsAsync(db.Responses.Where(r => r.Id == response.Id), cancellationToken))[0];
            await transaction.CommitAsync(cancellationToken);
            return view;
        }

        async Task<bool> IsOfAsync(Response response, SaveResponse request, CancellationToken cancellationToken) =>
            (
                request.StudyId is not { } study
                || await db.Studies.AnyAsync(s => s.Id == response.StudyId && s.Uuid == study, cancellationToken)
            )
            && (
                request.ChildId is not { } child
                || await db.Children.AnyAsync(c => c.Id == response.ChildId && c.Uuid == child, cancellationToken)
            );

        async Task<SessionView?> AppendAsync(
            SaveResponse request,
            long participant,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            if (request.StudyId is not null || request.ChildId is not null || request.FoundInStudyId is not null)
                return null;
            if (
                request.Data is not { Shape: DataShape.List, Count: > 0 and var count } data
                || !request.Flags.SaysNothing
                || data.KindOf(count - 1) is SessionData.Exit or FrameActions.Consent
            )
                return null;

            var append = new TrialAppend(
                request.ResponseId,
                participant,
                count - 1,
                data.RunningDigest(count - 1),
                data.RunningDigest(count),
                data.ContentOf(count - 1),
                now
            );
            var header = await log.TryAppendAsync(append, cancellationToken);
            return header is null
                ? null
                : new SessionView
                {
                    Header = header,
                    Sequence = [.. Enumerable.Range(0, count).Select(data.LabelOf).OfType<string>()],
                    Data = data.Raw,
                };
        }
    }
}
