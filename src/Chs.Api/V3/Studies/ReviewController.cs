using Chs.Application.Paging;
using Chs.Application.Studies;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Studies;

/// <summary>The queue of the site's reviewers.</summary>
[Route("api/v3"), Tags("Staff")]
public sealed class ReviewController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists studies that wait for review, the longest waiting first.</summary>
    /// <remarks>For site reviewers.</remarks>
    /// <response code="200">A page of studies with what was declared and what changed since the last approval.</response>
    [
        HttpGet("review-queue", Name = "listReviewQueue"),
        ProducesResponseType<Page<ReviewItem>>(200),
        Problems(400, 401, 403)
    ]
    public Task<ActionResult<Page<ReviewItem>>> Queue(
        [FromQuery] ListReviewQueue query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);
}
