using Chs.Application.Paging;
using Chs.Application.Responses;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Responses;

/// <summary>What players have replaced of the data that they saved.</summary>
[Route("api/v3/studies/{studyId:guid}/responses/{responseId:guid}/revisions"), Tags("Responses")]
public sealed class ResponseRevisionsController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists the earlier values of a response's data, newest first, without the values.</summary>
    /// <remarks>
    /// A player may save a trial or frame again with other content. The earlier content is kept: at most 20 of the same
    /// entry, and 10 MB of a response; beyond that the middle ones go, first of the entry that takes most, and
    /// <c>droppedRevisionCount</c> of the response counts them. White space alone makes no earlier value. Once somebody has
    /// ruled on the consent, the same holds for conditions, sequence, timings and flags.
    /// </remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="responseId">A response whose data you may read.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of earlier values.</response>
    [
        HttpGet(Name = "listResponseRevisions"),
        ProducesResponseType<Page<RevisionListItem>>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<Page<RevisionListItem>>> List(
        Guid studyId,
        Guid responseId,
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) => Answer(page.For(new ListResponseRevisions { StudyId = studyId, ResponseId = responseId }), cancellationToken);

    /// <summary>Reads an earlier value of a response's data.</summary>
    /// <remarks>Each read is written to the audit log.</remarks>
    /// <response code="200">The value.</response>
    [
        HttpGet("{revisionId:guid}", Name = "getResponseRevision"),
        ProducesResponseType<RevisionView>(200),
        Problems(401, 403, 404)
    ]
    public Task<ActionResult<RevisionView>> Read(
        Guid studyId,
        Guid responseId,
        Guid revisionId,
        CancellationToken cancellationToken
    ) => Answer(new ReadResponseRevision(studyId, responseId, revisionId), cancellationToken);
}
