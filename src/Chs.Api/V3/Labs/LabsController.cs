using Chs.Application.Labs;
using Chs.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Labs;

/// <summary>Labs.</summary>
[Route("api/v3/labs"), Tags("Labs")]
public sealed class LabsController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists labs by name.</summary>
    /// <remarks>Approved ones and your own; site reviewers see all. Needs no log-in.</remarks>
    /// <response code="200">A page of labs.</response>
    [HttpGet(Name = "listLabs"), ProducesResponseType<Page<LabListItem>>(200), Problems(400)]
    public Task<ActionResult<Page<LabListItem>>> List([FromQuery] ListLabs query, CancellationToken cancellationToken) => Answer(query, cancellationToken);

    /// <summary>Makes a lab, whose admin you are.</summary>
    /// <remarks>For researchers. A site reviewer must approve it before its studies can be started.</remarks>
    /// <response code="201">The lab.</response>
    [HttpPost(Name = "createLab"), Idempotent, Consumes("application/json"), ProducesResponseType<LabView>(201), Problems(400, 401, 403, 409, 415)]
    public Task<ActionResult<LabView>> Create(LabInput lab, CancellationToken cancellationToken) =>
        AnswerCreated(new CreateLab(lab), created => $"/api/v3/labs/{created.Id}", cancellationToken);

    /// <summary>Reads a lab.</summary>
    /// <response code="200">The lab.</response>
    [HttpGet("{id:guid}", Name = "readLab"), ProducesResponseType<LabView>(200), Problems(404)]
    public Task<ActionResult<LabView>> Read(Guid id, CancellationToken cancellationToken) => Answer(new ReadLab(id), cancellationToken);

    /// <summary>Lets a lab test families.</summary>
    /// <remarks>For site reviewers. The lab's admins get a mail.</remarks>
    /// <param name="id">The lab.</param>
    /// <param name="ifMatch">The ETag you read. Without it the lab is approved whatever changed meanwhile.</param>
    /// <response code="200">The approved lab. Approving again changes nothing.</response>
    [HttpPut("{id:guid}/approval", Name = "approveLab"), ProducesResponseType<LabView>(200), Problems(401, 403, 404, 412)]
    public Task<ActionResult<LabView>> Approve(Guid id, [FromHeader(Name = "If-Match")] IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new ApproveLab(id, ifMatch.Version), cancellationToken);
}
