using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Creates a session for a player that manages its sessions itself, with the data that it has so far.
/// </summary>
/// <remarks>Always creates a new one. A session that was open is closed and keeps its data.</remarks>
/// <param name="Data">Null when the player sent none.</param>
public sealed record CreateResponse(Guid StudyId, Guid ChildId, SessionData? Data, ResponseFlags Flags)
    : ICommand<SessionView>
{
    internal sealed class Handler(
        IChsDb db,
        AccessControl access,
        ICurrentActor current,
        SiteTimeZone zone,
        TimeProvider time
    ) : IRequestHandler<CreateResponse, Outcome<SessionView>>
    {
        public async Task<Outcome<SessionView>> Handle(CreateResponse request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            var child = await db.Children.SingleOrDefaultAsync(
                c => c.Uuid == request.ChildId && !c.IsDeleted,
                cancellationToken
            );
            if (child is null)
                return Error.NotFound("child");
            // The reference system reveals here that the child exists.
            if (child.UserId != actor.Key)
                return Error.Forbidden;

            var study = await db.Studies.SingleOrDefaultAsync(s => s.Uuid == request.StudyId, cancellationToken);
            if (study is null || study.State is StudyState.Archived)
                return Error.NotFound("study");
            var isPreview = study.State is not StudyState.Active || request.Flags.IsPreview == true;
            if (isPreview && !await access.CanPreviewAsync(study, cancellationToken))
                return Error.NotFound("study");

            var now = time.GetUtcNow();
            var open = await db.FindOpenAsync(study, child, isPreview, cancellationToken);
            var response = await db.OpenResponseAsync(
                study,
                child,
                isPreview,
                open,
                zone.Today(now),
                now,
                cancellationToken
            );
            // Saved before its entries are added, because they need the key that the database generates.
            await db.SaveChangesAsync(cancellationToken);
            if (await WriteAsync(response, request, now, cancellationToken) is { } refusal)
                return refusal;
            await db.SaveChangesAsync(cancellationToken);
            var sessions = await db.LoadSessionsAsync(db.Responses.Where(r => r.Id == response.Id), cancellationToken);
            return sessions[0];
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
                var writer = new SessionWriter(db);
                var written = await writer.WriteFirstAsync(response, data, request.Flags, now, cancellationToken);
                if (written.Failed)
                    return written.Error;
            }

            var recordingMethod = request.Flags.RecordingMethod ?? new Optional<string?>("pipe");
            response.Update(request.Flags with { RecordingMethod = recordingMethod }, now);
            return null;
        }
    }
}
