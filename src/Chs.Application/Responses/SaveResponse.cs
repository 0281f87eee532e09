using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Videos;
using Chs.Domain;
using Chs.Domain.Responses;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Saves all data that a player has so far. Only the child's parent may.</summary>
/// <remarks>
/// The hot path of the program. Not an <see cref="IChange"/>: in the common case, the stored trials and one more,
/// a single statement does everything, and a transaction around it would cost two more round trips.
/// </remarks>
/// <param name="ResponseId">The session.</param>
/// <param name="Data">All trials or frames so far; null when the player sent none.</param>
/// <param name="Flags">The other attributes that the player sent.</param>
/// <param name="StudyId">
/// The save is refused unless this is the session's study; null when the player named none.
/// </param>
/// <param name="ChildId">
/// The save is refused unless this is the session's child; null when the player named none.
/// </param>
public sealed record SaveResponse(
    Guid ResponseId,
    SessionData? Data,
    ResponseFlags Flags,
    Guid? StudyId = null,
    Guid? ChildId = null
) : IRequest<Outcome<SessionView>>, IOwnTransactions
{
    /// <summary>
    /// The study that the request's address names: a session of another study is not found. Null when it names none.
    /// </summary>
    public Guid? AddressedStudyId { get; init; }

    internal sealed class Handler(IChsDb db, ISessionLog log, ICurrentActor current, TimeProvider time)
        : IRequestHandler<SaveResponse, Outcome<SessionView>>
    {
        public async Task<Outcome<SessionView>> Handle(SaveResponse request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var now = time.GetUtcNow();
            if (await TryAppendAsync(request, actor.Key, now, cancellationToken) is { } appended)
                return appended;

            await using var transaction = await db.BeginTransactionAsync(cancellationToken);
            var response = await log.LockAsync(request.ResponseId, cancellationToken);
            if (response is null || response.ParticipantId != actor.Key)
                return Error.NotFound("response");
            if (!await IsOfStudyAsync(response, request.AddressedStudyId, cancellationToken))
                return Error.NotFound("response");
            if (
                !await IsOfStudyAsync(response, request.StudyId, cancellationToken)
                || !await IsOfChildAsync(response, request.ChildId, cancellationToken)
            )
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
            // Read inside the transaction, because the player takes the answer for its state.
            var sessions = await db.LoadSessionsAsync(db.Responses.Where(r => r.Id == response.Id), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return sessions[0];
        }

        async Task<bool> IsOfStudyAsync(Response response, Guid? studyId, CancellationToken cancellationToken) =>
            studyId is not { } id
            || await db.Studies.AnyAsync(s => s.Id == response.StudyId && s.Uuid == id, cancellationToken);

        async Task<bool> IsOfChildAsync(Response response, Guid? childId, CancellationToken cancellationToken) =>
            childId is not { } id
            || await db.Children.AnyAsync(c => c.Id == response.ChildId && c.Uuid == id, cancellationToken);

        /// <summary>
        /// The common case: the stored trials and one more, without flags, and without a trial that affects videos.
        /// </summary>
        /// <returns>Null when this isn't the common case, or the stored trials are others.</returns>
        async Task<SessionView?> TryAppendAsync(
            SaveResponse request,
            long participant,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            if (request.StudyId is not null || request.ChildId is not null || request.AddressedStudyId is not null)
                return null;
            if (
                request.Data is not { Shape: DataShape.List, Count: > 0 and var count } data
                || !request.Flags.IsEmpty
                || data.KindOf(count - 1) is SessionData.ExitKind or FrameActions.Consent
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
