using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Reads one feedback that the actor may see.</summary>
public sealed record ReadFeedback(Guid FeedbackId) : IQuery<FeedbackView>, IWithinScope, IShowsIdentities
{
    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ReadFeedback, Outcome<FeedbackView>>
    {
        public async Task<Outcome<FeedbackView>> Handle(ReadFeedback request, CancellationToken cancellationToken)
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var visible = await db.VisibleFeedbackAsync(access, cancellationToken);
            var feedback = await db.ViewsOf(visible.Where(f => f.Uuid == request.FeedbackId))
                .SingleOrDefaultAsync(cancellationToken);
            return feedback is null ? Error.NotFound("feedback") : feedback;
        }
    }
}
