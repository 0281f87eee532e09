using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Videos;
using Chs.Domain;
using Chs.Domain.Plays;
using Chs.Domain.Responses;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Saves session data in all cases but the common one of <see cref="SaveResponse"/>.</summary>
sealed class LockedSave(
    IChsDb db,
    ISessionLog log,
    Transactions transactions,
    EntryWriter writer,
    RevisionLimits limits,
    FrameActions actions,
    SessionViews views,
    Actor actor
)
{
    public Task<Outcome<SessionView>> RunAsync(
        SaveResponse request,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => transactions.RunAsync(() => SaveAsync(request, now, cancellationToken), cancellationToken);

    async Task<Outcome<SessionView>> SaveAsync(
        SaveResponse request,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var found = await FindAsync(request, cancellationToken);
        if (found.Failed)
            return found.Error;

        var response = found.Value;
        var flags = request.Flags;
        if (request.Data is { } data)
        {
            var written = await writer.WriteAsync(response, data, flags, now, cancellationToken);
            if (written.Failed)
                return written.Error;
            flags = written.Value;
        }
        else if (SaveOrder.LacksFrames(response, flags))
        {
            flags = flags.AdditionsTo(response);
        }

        response.Update(flags, now);
        // Saved here, because what follows reads the entries: the last one decides about videos, and the player takes
        // the answer, which is read while the response is locked, for its state.
        await db.SaveChangesAsync(cancellationToken);
        await limits.ApplyAsync(response, cancellationToken);
        await actions.ApplyAsync(response, now, cancellationToken);
        return await views.ReadAsync(response.Id, cancellationToken);
    }

    /// <summary>Finds the actor's session and locks it until the transaction ends.</summary>
    async Task<Outcome<Response>> FindAsync(SaveResponse request, CancellationToken cancellationToken)
    {
        var response = await log.LockAsync(request.ResponseId, cancellationToken);
        if (response is null || !IsOwn(response))
            return Error.NotFound("response");
        if (request.IsUnsent && response.Ruling is not Ruling.Pending)
            return PlayErrors.RuledOn;
        if (!await IsOfStudyAsync(response, request.AddressedStudyId, cancellationToken))
            return Error.NotFound("response");
        var isAsNamed =
            await IsOfStudyAsync(response, request.StudyId, cancellationToken)
            && await IsOfChildAsync(response, request.ChildId, cancellationToken);
        return isAsNamed ? response : ResponseErrors.OfAnother;
    }

    bool IsOwn(Response response) => response.ParticipantId == actor.Key && actor.Play?.MayWrite(response) is not false;

    async Task<bool> IsOfStudyAsync(Response response, Guid? studyId, CancellationToken cancellationToken) =>
        studyId is not { } id
        || await db.Studies.AnyAsync(s => s.Id == response.StudyId && s.Uuid == id, cancellationToken);

    async Task<bool> IsOfChildAsync(Response response, Guid? childId, CancellationToken cancellationToken) =>
        childId is not { } id
        || await db.Children.AnyAsync(c => c.Id == response.ChildId && c.Uuid == id, cancellationToken);
}
