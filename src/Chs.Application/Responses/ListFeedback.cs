using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Responses;

/// <summary>Lists the feedback that the actor may see, newest first.</summary>
public sealed record ListFeedback(PageNumber Page)
    : IQuery<NumberedPage<FeedbackView>>,
        IWithinScope,
        IShowsFamilyData<NumberedPage<FeedbackView>>
{
    string IShowsFamilyData<NumberedPage<FeedbackView>>.AuditAction => "read feedback";

    Guid? IShowsFamilyData<NumberedPage<FeedbackView>>.AuditSubject => null;

    int IShowsFamilyData<NumberedPage<FeedbackView>>.CountOthers(NumberedPage<FeedbackView> answer, Actor actor) =>
        answer.Items.Count(feedback => feedback.IsOthers(actor));

    internal sealed class Handler(FeedbackFinder finder)
        : IRequestHandler<ListFeedback, Outcome<NumberedPage<FeedbackView>>>
    {
        public async Task<Outcome<NumberedPage<FeedbackView>>> Handle(
            ListFeedback request,
            CancellationToken cancellationToken
        )
        {
            var visible = await finder.VisibleAsync(cancellationToken);
            return await finder.ViewsOf(visible).ToPageAsync(request.Page, cancellationToken);
        }
    }
}
