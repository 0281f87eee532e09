using Chs.Application.Paging;
using Chs.Application.Videos;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Videos;

/// <summary>The videos of a response.</summary>
[Route("api/v3/studies/{studyId:guid}/responses/{responseId:guid}/videos"), Tags("Videos")]
public sealed class ResponseVideosController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists the videos that recorders have registered for a response, in the order of their registration.</summary>
    /// <remarks>
    /// For those who may read the response with <c>getResponse</c>; those who may only rule on its consent see the videos
    /// that show it. What a family has withdrawn isn't among them. Each read is written to the audit log.
    /// </remarks>
    /// <param name="studyId">The study.</param>
    /// <param name="responseId">The response.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of videos.</response>
    [HttpGet(Name = "listVideos"), ProducesResponseType<Page<VideoListItem>>(200), Problems(400, 401, 403, 404)]
    public Task<ActionResult<Page<VideoListItem>>> List(
        Guid studyId,
        Guid responseId,
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) => Answer(page.For(new ListVideos { StudyId = studyId, ResponseId = responseId }), cancellationToken);
}
