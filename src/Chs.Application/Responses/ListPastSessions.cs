using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Plays;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Lists all sessions that the same child has in the same study, oldest first. The actor must be able to read the named
/// session.
/// </summary>
public sealed record ListPastSessions(Guid ResponseId)
    : IQuery<IReadOnlyList<SessionView>>,
        IShowsFamilyData<IReadOnlyList<SessionView>>,
        IWithinPlay,
        IOpenToFamilies
{
    string IShowsFamilyData<IReadOnlyList<SessionView>>.AuditAction => "read responses";

    Guid? IShowsFamilyData<IReadOnlyList<SessionView>>.AuditSubject => ResponseId;

    int IShowsFamilyData<IReadOnlyList<SessionView>>.CountOthers(IReadOnlyList<SessionView> answer, Actor actor) =>
        answer.Count(session => session.IsOthers(actor));

    internal sealed class Handler(ResponseFinder finder, SessionViews views)
        : IRequestHandler<ListPastSessions, Outcome<IReadOnlyList<SessionView>>>
    {
        public async Task<Outcome<IReadOnlyList<SessionView>>> Handle(
            ListPastSessions request,
            CancellationToken cancellationToken
        )
        {
            var visible = await finder.VisibleAsync(cancellationToken);
            var named = await visible
                .Where(r => r.Uuid == request.ResponseId)
                .Select(r => new { r.ChildId, r.StudyId })
                .SingleOrDefaultAsync(cancellationToken);
            if (named is null)
                return Error.NotFound("response");
            // Access to the named session gives no access to the others: those without consent stay hidden.
            var sessions = await views.ReadAsync(
                visible.Where(r => r.ChildId == named.ChildId && r.StudyId == named.StudyId),
                cancellationToken
            );
            return Outcome<IReadOnlyList<SessionView>>.Of(sessions);
        }
    }
}
