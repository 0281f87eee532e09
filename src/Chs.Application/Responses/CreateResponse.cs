using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Makes a session as a runner does that manages its own: always a new one, with what it knows already. One that was open is closed, its data stay.</summary>
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
            var (child, now) = (
                await db.Children.SingleOrDefaultAsync(
                    c => c.Uuid == request.ChildId && !c.IsDeleted,
                    cancellationToken
                ),
                time.GetUtcNow()
            );
            if (child is null)
                return Error.NotFound("child");
            if (child.UserId != actor.Key)
                return Error.Forbidden; // as the reference answers here

            var study = await db.Studies.SingleOrDefaultAsync(s => s.Uuid == request.StudyId, cancellationToken);
            if (study is null || study.State is StudyState.Archived)
                return Error.NotFound("study");
            var real = study.State is StudyState.Active && request.Flags.IsPreview != true;
            if (!real && !await access.MayPreviewAsync(study, cancellationToken))
                return Error.NotFound("study");

            var open = await db.FindOpenAsync(study, child, preview: !real, cancellationToken);
            var response = await db.OpenResponseAsync(
                study,
                child,
                preview: !real,
                open,
                zone.Today(now),
                now,
                cancellationToken
            );
            await db.SaveChangesAsync(cancellationToken); // its entries need the key that the database gives
            if (request.Data is { } data)
            {
                var written = await new SessionWriter(db).WriteFirstAsync(
                    response,
                    data,
                    request.Flags,
                    now,
                    cancellationToken
                );
                if (written.Failed)
                    return written.Error;
            }

            response.Update(
                request.Flags with
                {
                    RecordingMethod = request.Flags.RecordingMethod ?? new Optional<string?>("pipe"),
                },
                now
            );
            await db.SaveChangesAsync(cancellationToken);
            return (await db.LoadSessionsAsync(db.Responses.Where(r => r.Id == response.Id), cancellationToken))[0];
        }
    }
}
