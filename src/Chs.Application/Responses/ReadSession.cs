using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>One session as runners and scripts read it: the parent's own, or a consented one that a researcher may read.</summary>
public sealed record ReadSession(Guid ResponseId) : IQuery<SessionView>, IWithinScope, IShowsFamilyData<SessionView>
{
    string IShowsFamilyData<SessionView>.AuditAction => "read response";

    Guid? IShowsFamilyData<SessionView>.AuditSubject => ResponseId;

    int IShowsFamilyData<SessionView>.CountOthers(SessionView answer, Actor actor) => answer.IsOthers(actor) ? 1 : 0;

    bool IWithinScope.ShowsIdentities => true;

    internal sealed class Handler(IChsDb db, AccessControl access) : IRequestHandler<ReadSession, Outcome<SessionView>>
    {
        public async Task<Outcome<SessionView>> Handle(ReadSession request, CancellationToken cancellationToken)
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var visible = await db.VisibleResponsesAsync(access, cancellationToken);
            var sessions = await db.LoadSessionsAsync(
                visible.Where(r => r.Uuid == request.ResponseId),
                cancellationToken
            );
            return sessions is [var session] ? session : Error.NotFound("response");
        }
    }
}

/// <summary>All sessions of the same child in the same study, oldest first, for whoever may read the one named.</summary>
public sealed record ListPastSessions(Guid ResponseId)
    : IQuery<IReadOnlyList<SessionView>>,
        IShowsFamilyData<IReadOnlyList<SessionView>>
{
    string IShowsFamilyData<IReadOnlyList<SessionView>>.AuditAction => "read responses";

    Guid? IShowsFamilyData<IReadOnlyList<SessionView>>.AuditSubject => ResponseId;

    int IShowsFamilyData<IReadOnlyList<SessionView>>.CountOthers(IReadOnlyList<SessionView> answer, Actor actor) =>
        answer.Count(session => session.IsOthers(actor));

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ListPastSessions, Outcome<IReadOnlyList<SessionView>>>
    {
        public async Task<Outcome<IReadOnlyList<SessionView>>> Handle(
            ListPastSessions request,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var visible = await db.VisibleResponsesAsync(access, cancellationToken);
            var named = await visible
                .Where(r => r.Uuid == request.ResponseId)
                .Select(r => new { r.ChildId, r.StudyId })
                .SingleOrDefaultAsync(cancellationToken);
            if (named is null)
                return Error.NotFound("response");
            // Each of them must be visible by itself: a consented session opens no unconsented one.
            var sessions = await db.LoadSessionsAsync(
                visible.Where(r => r.ChildId == named.ChildId && r.StudyId == named.StudyId),
                cancellationToken
            );
            return Outcome<IReadOnlyList<SessionView>>.Of(sessions);
        }
    }
}

static class VisibleResponses
{
    extension(IChsDb db)
    {
        /// <summary>Responses of the actor's own children, and consented ones of studies whose data the actor may read.</summary>
        public async Task<IQueryable<Response>> VisibleResponsesAsync(
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            var actor = access.Actor!.Key;
            var real = db
                .Studies.Where(await access.StudiesAsync(StudyRight.ReadResponses, cancellationToken))
                .Select(s => s.Id);
            var previews = db
                .Studies.Where(await access.StudiesAsync(StudyRight.ReadPreviews, cancellationToken))
                .Select(s => s.Id);
            return db.Responses.Where(r =>
                r.ParticipantId == actor
                || (
                    r.Ruling == Ruling.Accepted
                    && r.CompletedConsentFrame
                    && (r.IsPreview ? previews.Contains(r.StudyId) : real.Contains(r.StudyId))
                )
            );
        }
    }
}
