using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Reads one feedback that the actor may see.</summary>
public sealed record ReadFeedback(Guid FeedbackId) : IQuery<FeedbackView>, IWithinScope, IShowsFamilyData<FeedbackView>
{
    string IShowsFamilyData<FeedbackView>.AuditAction => "read feedback";

    Guid? IShowsFamilyData<FeedbackView>.AuditSubject => FeedbackId;

    int IShowsFamilyData<FeedbackView>.CountOthers(FeedbackView answer, Actor actor) => answer.IsOthers(actor) ? 1 : 0;

    internal sealed class Handler(FeedbackFinder finder) : IRequestHandler<ReadFeedback, Outcome<FeedbackView>>
    {
        public async Task<Outcome<FeedbackView>> Handle(ReadFeedback request, CancellationToken cancellationToken)
        {
            var visible = await finder.VisibleAsync(cancellationToken);
            var feedback = await finder
                .ViewsOf(visible.Where(f => f.Uuid == request.FeedbackId))
                .SingleOrDefaultAsync(cancellationToken);
            return feedback is null ? Error.NotFound("feedback") : feedback;
        }
    }
}
