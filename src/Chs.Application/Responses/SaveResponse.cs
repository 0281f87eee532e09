using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Plays;
using Chs.Application.Ports;
using Chs.Application.Videos;
using Chs.Domain;
using Chs.Domain.Responses;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

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
) : IRequest<Outcome<SessionView>>, IOwnTransactions, IWithinPlay, IOpenToFamilies
{
    /// <summary>
    /// The study that the request's address names: a session of another study is not found. Null when it names none.
    /// </summary>
    public Guid? AddressedStudyId { get; init; }

    /// <summary>
    /// Whether a later visit sends what an earlier one couldn't. Such data no longer change a session that researchers
    /// have ruled on.
    /// </summary>
    public bool IsUnsent { get; init; }

    internal sealed class Handler(ISessionLog log, IServiceProvider services, Actor actor, TimeProvider time)
        : IRequestHandler<SaveResponse, Outcome<SessionView>>
    {
        public async Task<Outcome<SessionView>> Handle(SaveResponse request, CancellationToken cancellationToken)
        {
            var now = time.GetUtcNow();
            if (await TryAppendAsync(request, now, cancellationToken) is { } appended)
                return appended;
            // Resolved here, so that the common case makes no objects that it doesn't use.
            return await services.GetRequiredService<LockedSave>().RunAsync(request, now, cancellationToken);
        }

        static PlayedResponse? PlayedBy(Actor actor) =>
            actor.Play is { ChildKey: { } child } play
                ? new PlayedResponse(play.StudyKey, child, play.IsPreview)
                : null;

        /// <summary>
        /// The common case: the stored trials and one more, without flags, and without a trial that affects videos.
        /// </summary>
        /// <returns>Null when this isn't the common case, or the stored trials are others.</returns>
        async Task<SessionView?> TryAppendAsync(
            SaveResponse request,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            if (request.StudyId is not null || request.ChildId is not null || request.AddressedStudyId is not null)
                return null;
            // A play without a child saves nothing, which the other case says.
            if (request.IsUnsent || actor.Play is { ChildKey: null })
                return null;
            if (
                request.Data is not { Shape: DataShape.List, Count: > 0 and var count } data
                || !request.Flags.IsEmpty
                || data.KindOf(count - 1) is SessionData.ExitKind or FrameActions.Consent
            )
                return null;

            var append = new TrialAppend(
                request.ResponseId,
                actor.Key,
                count - 1,
                data.RunningDigest(count - 1),
                data.RunningDigest(count),
                data.ContentOf(count - 1),
                now
            )
            {
                OnlyIfOf = PlayedBy(actor),
            };
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
