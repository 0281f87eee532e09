using Chs.Application.Paging;
using Chs.Application.Responses;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Responses;

/// <summary>The sessions of your own children.</summary>
[Route("api/v3/me/responses"), Tags("Taking part")]
public sealed class OwnResponsesController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists the sessions of your children, newest first.</summary>
    /// <response code="200">A page of sessions.</response>
    [HttpGet(Name = "listMyResponses"), ProducesResponseType<Page<OwnResponseListItem>>(200), Problems(400, 401, 403)]
    public Task<ActionResult<Page<OwnResponseListItem>>> List(
        [FromQuery] ListOwnResponses query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);

    /// <summary>Reads a session of one of your children.</summary>
    /// <response code="200">The session, with what was recorded and what researchers wrote to you.</response>
    [
        HttpGet("{responseId:guid}", Name = "getMyResponse"),
        ProducesResponseType<OwnResponseView>(200),
        Problems(401, 403, 404)
    ]
    public Task<ActionResult<OwnResponseView>> Read(Guid responseId, CancellationToken cancellationToken) =>
        Answer(new ReadOwnResponse(responseId), cancellationToken);
}
