using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Plays;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Responses;

/// <summary>
/// Lists the sessions of one study with all their data: those of the actor's own children, and those that the actor may
/// read as a researcher.
/// </summary>
/// <param name="ChildId">Sessions of this child only, which must be the actor's own; null for all.</param>
public sealed record ListSessionsOfStudy(Guid StudyId, PageNumber Page, Guid? ChildId)
    : IQuery<NumberedPage<SessionView>>,
        IWithinScope,
        IShowsFamilyData<NumberedPage<SessionView>>,
        IWithinPlay
{
    string IShowsFamilyData<NumberedPage<SessionView>>.AuditAction => "read responses";

    Guid? IShowsFamilyData<NumberedPage<SessionView>>.AuditSubject => StudyId;

    int IShowsFamilyData<NumberedPage<SessionView>>.CountOthers(NumberedPage<SessionView> answer, Actor actor) =>
        answer.Items.Count(session => session.IsOthers(actor));

    internal sealed class Handler(ResponseFinder finder, SessionViews views)
        : IRequestHandler<ListSessionsOfStudy, Outcome<NumberedPage<SessionView>>>
    {
        public async Task<Outcome<NumberedPage<SessionView>>> Handle(
            ListSessionsOfStudy request,
            CancellationToken cancellationToken
        )
        {
            var sessions = await finder.FindVisibleAsync(request.StudyId, request.ChildId, cancellationToken);
            return sessions.Failed
                ? sessions.Error
                : await views.ReadPageAsync(sessions.Value, request.Page, cancellationToken);
        }
    }
}
