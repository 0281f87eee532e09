using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Plays;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Responses;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Creates a session for a player that manages its sessions itself, with the data that it has so far.
/// </summary>
/// <remarks>
/// Always creates a new one. A session that was open is closed and keeps its data. Not an <see cref="IChange"/>: the
/// answer holds the key that the database gives, which the pipeline learns only after the use case.
/// </remarks>
/// <param name="Data">Null when the player sent none.</param>
public sealed record CreateResponse(Guid StudyId, Guid ChildId, SessionData? Data, ResponseFlags Flags)
    : IRequest<Outcome<SessionView>>,
        IOwnTransactions,
        IWithinPlay,
        IOpenToFamilies
{
    /// <summary>
    /// Whether the player asks for a preview. Without effect within a play, whose key says what it is.
    /// </summary>
    public bool WantsPreview { get; init; }

    internal sealed class Handler(
        IChsDb db,
        Transactions transactions,
        ChildFinder children,
        StudyFinder studies,
        PlayedStudyFinder playedStudies,
        ResponseOpener opener,
        EntryWriter writer,
        SessionViews views,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<CreateResponse, Outcome<SessionView>>
    {
        public async Task<Outcome<SessionView>> Handle(CreateResponse request, CancellationToken cancellationToken)
        {
            var created = await transactions.RunAsync(() => CreateAsync(request, cancellationToken), cancellationToken);
            return created.Failed ? created.Error : await views.ReadAsync(created.Value.Id, cancellationToken);
        }

        async Task<Outcome<Response>> CreateAsync(CreateResponse request, CancellationToken cancellationToken)
        {
            var found = await FindAsync(request, cancellationToken);
            if (found.Failed)
                return found.Error;
            var open = await opener.FindOpenAsync(found.Value, cancellationToken);
            var response = await opener.OpenAsync(found.Value, open, cancellationToken);
            var now = time.GetUtcNow();
            return await WriteAsync(response, request, now, cancellationToken) is { } refusal ? refusal : response;
        }

        Task<Outcome<NewSession>> FindAsync(CreateResponse request, CancellationToken cancellationToken) =>
            actor.Play is { } play
                ? FindPlayedAsync(play, request, cancellationToken)
                : FindStartableAsync(request, cancellationToken);

        async Task<Outcome<NewSession>> FindStartableAsync(CreateResponse request, CancellationToken cancellationToken)
        {
            var foundChild = await FindChildAsync(request, cancellationToken);
            if (foundChild.Failed)
                return foundChild.Error;
            // A player that doesn't ask for a preview still gets one of a study that isn't active.
            bool? wantsPreview = request.WantsPreview ? true : null;
            var foundStudy = await studies.FindStartableAsync(request.StudyId, wantsPreview, cancellationToken);
            if (foundStudy.Failed)
                return foundStudy.Error;
            var study = foundStudy.Value;
            var isPreview = wantsPreview ?? !study.TakesFamilies;
            if (foundChild.Value.TestOfStudyId is not null && !isPreview)
                return Error.NotFound("child");
            var version = Response.VersionOf(study, isPreview);
            return new NewSession(study, version, foundChild.Value, actor.Key, isPreview);
        }

        /// <summary>
        /// Study, participant and preview flag are the play's, whose study may have been paused meanwhile, unless the family
        /// has finished. A page of another play, whose key this browser has replaced, must not save into this one.
        /// </summary>
        async Task<Outcome<NewSession>> FindPlayedAsync(
            PlayGrant play,
            CreateResponse request,
            CancellationToken cancellationToken
        )
        {
            if (request.StudyId != play.StudyId)
                return Error.NotFound("study");
            if (play.ChildId is not { } played || played != request.ChildId)
                return Error.NotFound("child");
            if (await children.FindPlayedAsync(play, cancellationToken) is not { } child)
                return Error.NotFound("child");
            var found = await playedStudies.FindAsync(play, cancellationToken);
            if (found.Failed)
                return found.Error;
            return new NewSession(found.Value, play.StudyVersion, child, actor.Key, play.IsPreview);
        }

        async Task<Outcome<Child>> FindChildAsync(CreateResponse request, CancellationToken cancellationToken)
        {
            var child = await db.Children.SingleOrDefaultAsync(
                c => c.Uuid == request.ChildId && !c.IsDeleted,
                cancellationToken
            );
            if (child is { TestOfStudyId: not null })
                child = await children.LockTestParticipantAsync(request.ChildId, request.StudyId, cancellationToken);
            if (child is null)
                return Error.NotFound("child");
            if (child.TestOfStudyId is not null)
                return child;
            // The reference system reveals here that the child exists.
            return child.UserId == actor.Key ? child : Error.Forbidden;
        }

        /// <returns>Null when the data and flags were accepted.</returns>
        async Task<Error?> WriteAsync(
            Response response,
            CreateResponse request,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            if (request.Data is { } data)
            {
                var written = await writer.WriteFirstAsync(response, data, request.Flags, now, cancellationToken);
                if (written.Failed)
                    return written.Error;
            }

            var recordingMethod = request.Flags.RecordingMethod ?? new Optional<string?>("pipe");
            var flags = request.Flags with { RecordingMethod = recordingMethod };
            response.Update(flags, now);
            return null;
        }
    }
}
