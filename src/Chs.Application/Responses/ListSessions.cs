using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Responses;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Sessions that the actor may read, last modified first, whole.</summary>
/// <param name="Page">Which part.</param>
/// <param name="ChildId">Only of this child; null: of all.</param>
/// <param name="StudyId">Only of this study; null: of all.</param>
public sealed record ListSessions(PageNumber Page, Guid? ChildId, Guid? StudyId)
    : IQuery<NumberedPage<SessionView>>,
        IWithinScope,
        IShowsFamilyData<NumberedPage<SessionView>>
{
    string IShowsFamilyData<NumberedPage<SessionView>>.AuditAction => "read responses";

    Guid? IShowsFamilyData<NumberedPage<SessionView>>.AuditSubject => StudyId ?? ChildId;

    int IShowsFamilyData<NumberedPage<SessionView>>.CountOthers(NumberedPage<SessionView> answer, Actor actor) =>
        answer.OthersOf(actor);

    bool IWithinScope.ShowsIdentities => true;

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ListSessions, Outcome<NumberedPage<SessionView>>>
    {
        public async Task<Outcome<NumberedPage<SessionView>>> Handle(
            ListSessions request,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var sessions = await db.VisibleResponsesAsync(access, cancellationToken);
            if (request.ChildId is { } child)
                sessions = sessions.Where(r => db.Children.Any(c => c.Id == r.ChildId && c.Uuid == child));
            if (request.StudyId is { } study)
                sessions = sessions.Where(r => db.Studies.Any(s => s.Id == r.StudyId && s.Uuid == study));
            return await db.LoadPageAsync(sessions, request.Page, cancellationToken);
        }
    }
}

/// <summary>Sessions of one study: of the actor's own children, and those that researchers may read. With a child: only that one's, and only if it is the actor's own.</summary>
public sealed record ListSessionsOfStudy(Guid StudyId, PageNumber Page, Guid? ChildId)
    : IQuery<NumberedPage<SessionView>>,
        IWithinScope,
        IShowsFamilyData<NumberedPage<SessionView>>
{
    string IShowsFamilyData<NumberedPage<SessionView>>.AuditAction => "read responses";

    Guid? IShowsFamilyData<NumberedPage<SessionView>>.AuditSubject => StudyId;

    int IShowsFamilyData<NumberedPage<SessionView>>.CountOthers(NumberedPage<SessionView> answer, Actor actor) =>
        answer.OthersOf(actor);

    bool IWithinScope.ShowsIdentities => true;

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ListSessionsOfStudy, Outcome<NumberedPage<SessionView>>>
    {
        public async Task<Outcome<NumberedPage<SessionView>>> Handle(
            ListSessionsOfStudy request,
            CancellationToken cancellationToken
        )
        {
            var sessions = await db.SessionsOfStudyAsync(request.StudyId, request.ChildId, access, cancellationToken);
            return sessions.Failed
                ? sessions.Error
                : await db.LoadPageAsync(sessions.Value, request.Page, cancellationToken);
        }
    }
}

/// <summary>One session of one study, for whoever finds it in the study's list.</summary>
public sealed record ReadSessionOfStudy(Guid StudyId, Guid ResponseId)
    : IQuery<SessionView>,
        IWithinScope,
        IShowsFamilyData<SessionView>
{
    string IShowsFamilyData<SessionView>.AuditAction => "read response";

    Guid? IShowsFamilyData<SessionView>.AuditSubject => ResponseId;

    int IShowsFamilyData<SessionView>.CountOthers(SessionView answer, Actor actor) => answer.IsOthers(actor) ? 1 : 0;

    bool IWithinScope.ShowsIdentities => true;

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ReadSessionOfStudy, Outcome<SessionView>>
    {
        public async Task<Outcome<SessionView>> Handle(ReadSessionOfStudy request, CancellationToken cancellationToken)
        {
            var sessions = await db.SessionsOfStudyAsync(request.StudyId, null, access, cancellationToken);
            if (sessions.Failed)
                return sessions.Error;
            var found = await db.LoadSessionsAsync(
                sessions.Value.Where(r => r.Uuid == request.ResponseId),
                cancellationToken
            );
            return found is [var session] ? session : Error.NotFound("response");
        }
    }
}

static class SessionPages
{
    extension(NumberedPage<SessionView> page)
    {
        public int OthersOf(Actor actor) => page.Items.Count(session => session.IsOthers(actor));
    }

    extension(IChsDb db)
    {
        public async Task<Outcome<IQueryable<Response>>> SessionsOfStudyAsync(
            Guid studyId,
            Guid? childId,
            AccessControl access,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            var study = await db.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Uuid == studyId, cancellationToken);
            if (study is null)
                return Error.NotFound("study");

            var own = db.Responses.Where(r => r.StudyId == study.Id && r.ParticipantId == actor.Key);
            if (childId is { } child)
                return Outcome<IQueryable<Response>>.Of(
                    own.Where(r => db.Children.Any(c => c.Id == r.ChildId && c.Uuid == child))
                );
            var readable = await db.ReadableResponsesAsync(studyId, access, cancellationToken);
            return Outcome<IQueryable<Response>>.Of(
                readable.Failed
                    ? own
                    : db.Responses.Where(r =>
                        own.Any(o => o.Id == r.Id) || readable.Value.Responses.Any(o => o.Id == r.Id)
                    )
            );
        }

        public async Task<Outcome<NumberedPage<SessionView>>> LoadPageAsync(
            IQueryable<Response> sessions,
            PageNumber number,
            CancellationToken cancellationToken
        )
        {
            var page = await sessions
                .OrderByDescending(r => r.ModifiedAt)
                .ThenByDescending(r => r.Id)
                .Select(r => r.Id)
                .ToPageAsync(number, cancellationToken);
            if (page.Failed)
                return page.Error;
            var keys = page.Value.Items;
            var loaded = (
                await db.LoadSessionsAsync(db.Responses.Where(r => keys.Contains(r.Id)), cancellationToken)
            ).ToDictionary(view => view.Header.Key);
            return new NumberedPage<SessionView>([.. keys.Select(key => loaded[key])], page.Value.Count);
        }
    }
}
