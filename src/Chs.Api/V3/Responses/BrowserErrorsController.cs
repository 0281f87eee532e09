using Chs.Application.Paging;
using Chs.Application.Responses;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Responses;

/// <summary>Why a session didn't go well.</summary>
[Route("api/v3/studies/{studyId:guid}/responses/{responseId:guid}/errors"), Tags("Responses")]
public sealed class BrowserErrorsController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists the errors that browsers met in a response's session, in the order of their arrival.</summary>
    /// <remarks>
    /// For those who may read the response with <c>getResponse</c>, because the texts may hold what a family typed; of
    /// previews also without a consent, so that you learn why one stayed blank. At most 50 errors and 100 KB are kept of a
    /// session. Each read is written to the audit log.
    /// </remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="responseId">The response.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of errors, as plain text.</response>
    [
        HttpGet(Name = "listBrowserErrors"),
        ProducesResponseType<Page<BrowserErrorItem>>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<Page<BrowserErrorItem>>> List(
        Guid studyId,
        Guid responseId,
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) => Answer(page.For(new ListBrowserErrors { StudyId = studyId, ResponseId = responseId }), cancellationToken);
}
