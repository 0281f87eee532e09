using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Responses;

/// <summary>Reads one session of a study that <see cref="ListSessionsOfStudy"/> would list.</summary>
public sealed record ReadSessionOfStudy(Guid StudyId, Guid ResponseId)
    : IQuery<SessionView>,
        IWithinScope,
        IShowsFamilyData<SessionView>
{
    string IShowsFamilyData<SessionView>.AuditAction => "read response";

    Guid? IShowsFamilyData<SessionView>.AuditSubject => ResponseId;

    int IShowsFamilyData<SessionView>.CountOthers(SessionView answer, Actor actor) => answer.IsOthers(actor) ? 1 : 0;

    internal sealed class Handler(ResponseFinder finder, SessionViews views)
        : IRequestHandler<ReadSessionOfStudy, Outcome<SessionView>>
    {
        public async Task<Outcome<SessionView>> Handle(ReadSessionOfStudy request, CancellationToken cancellationToken)
        {
            var sessions = await finder.FindVisibleAsync(request.StudyId, null, cancellationToken);
            if (sessions.Failed)
                return sessions.Error;
            var loaded = await views.ReadAsync(
                sessions.Value.Where(r => r.Uuid == request.ResponseId),
                cancellationToken
            );
            return loaded is [var session] ? session : Error.NotFound("response");
        }
    }
}
