using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Plays;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Responses;

/// <summary>
/// Reads one session with all its data: one of the actor's own children, or a consented one that the actor may read as
/// a researcher.
/// </summary>
public sealed record ReadSession(Guid ResponseId)
    : IQuery<SessionView>,
        IWithinScope,
        IShowsFamilyData<SessionView>,
        IWithinPlay,
        IOpenToFamilies
{
    string IShowsFamilyData<SessionView>.AuditAction => "read response";

    Guid? IShowsFamilyData<SessionView>.AuditSubject => ResponseId;

    int IShowsFamilyData<SessionView>.CountOthers(SessionView answer, Actor actor) => answer.IsOthers(actor) ? 1 : 0;

    internal sealed class Handler(ResponseFinder finder, SessionViews views)
        : IRequestHandler<ReadSession, Outcome<SessionView>>
    {
        public async Task<Outcome<SessionView>> Handle(ReadSession request, CancellationToken cancellationToken)
        {
            var visible = await finder.VisibleAsync(cancellationToken);
            var sessions = await views.ReadAsync(visible.Where(r => r.Uuid == request.ResponseId), cancellationToken);
            return sessions is [var session] ? session : Error.NotFound("response");
        }
    }
}
