using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Responses;

/// <summary>Lists the feedback that the actor may see, newest first.</summary>
public sealed record ListFeedback(PageNumber Page) : IQuery<NumberedPage<FeedbackView>>, IWithinScope, IShowsIdentities
{
    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ListFeedback, Outcome<NumberedPage<FeedbackView>>>
    {
        public async Task<Outcome<NumberedPage<FeedbackView>>> Handle(
            ListFeedback request,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var visible = await db.VisibleFeedbackAsync(access, cancellationToken);
            return await db.ViewsOf(visible).ToPageAsync(request.Page, cancellationToken);
        }
    }
}
