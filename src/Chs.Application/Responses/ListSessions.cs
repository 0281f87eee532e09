using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Responses;

/// <summary>Lists the sessions that the actor may read with all their data, last modified first.</summary>
/// <param name="ChildId">Sessions of this child only; null for all.</param>
/// <param name="StudyId">Sessions of this study only; null for all.</param>
public sealed record ListSessions(PageNumber Page, Guid? ChildId, Guid? StudyId)
    : IQuery<NumberedPage<SessionView>>,
        IWithinScope,
        IShowsFamilyData<NumberedPage<SessionView>>
{
    string IShowsFamilyData<NumberedPage<SessionView>>.AuditAction => "read responses";

    Guid? IShowsFamilyData<NumberedPage<SessionView>>.AuditSubject => StudyId ?? ChildId;

    int IShowsFamilyData<NumberedPage<SessionView>>.CountOthers(NumberedPage<SessionView> answer, Actor actor) =>
        answer.Items.Count(session => session.IsOthers(actor));

    internal sealed class Handler(IChsDb db, ResponseFinder finder, SessionViews views)
        : IRequestHandler<ListSessions, Outcome<NumberedPage<SessionView>>>
    {
        public async Task<Outcome<NumberedPage<SessionView>>> Handle(
            ListSessions request,
            CancellationToken cancellationToken
        )
        {
            var sessions = await finder.VisibleAsync(cancellationToken);
            if (request.ChildId is { } child)
                sessions = sessions.Where(r => db.Children.Any(c => c.Id == r.ChildId && c.Uuid == child));
            if (request.StudyId is { } study)
                sessions = sessions.Where(r => db.Studies.Any(s => s.Id == r.StudyId && s.Uuid == study));
            return await views.ReadPageAsync(sessions, request.Page, cancellationToken);
        }
    }
}
