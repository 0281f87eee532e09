using Chs.Application.Paging;
using Chs.Application.Responses;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Responses;

/// <summary>How the consent of a response was ruled on.</summary>
[Route("api/v3/studies/{studyId:guid}/responses/{responseId:guid}/consent-rulings"), Tags("Responses")]
public sealed class ConsentRulingsController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists the rulings on a response's consent, newest first, with their comments.</summary>
    /// <remarks>
    /// For those who may read the response with <c>getResponse</c>, and for those who may rule on its consent. The newest
    /// ruling applies. Each read is written to the audit log.
    /// </remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="responseId">The response.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of rulings; none: nobody has ruled yet.</response>
    [
        HttpGet(Name = "listConsentRulings"),
        ProducesResponseType<Page<ConsentRulingItem>>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<Page<ConsentRulingItem>>> List(
        Guid studyId,
        Guid responseId,
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) => Answer(page.For(new ListConsentRulings { StudyId = studyId, ResponseId = responseId }), cancellationToken);
}
