using Chs.Application.Accounts;
using Chs.Application.Paging;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Accounts;

/// <summary>Your children.</summary>
[Route("api/v3/children"), Tags("Children")]
public sealed class ChildrenController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists your children, youngest first.</summary>
    /// <response code="200">A page of children.</response>
    [HttpGet(Name = "listChildren"), ProducesResponseType<Page<ChildView>>(200), Problems(400, 401)]
    public Task<ActionResult<Page<ChildView>>> List(
        [FromQuery] ListChildren query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);

    /// <summary>Registers a child.</summary>
    /// <response code="201">The child.</response>
    [
        HttpPost(Name = "addChild"),
        Idempotent,
        Consumes("application/json"),
        ProducesResponseType<ChildView>(201),
        Problems(400, 401, 403, 409, 415)
    ]
    public Task<ActionResult<ChildView>> Add(ChildInput child, CancellationToken cancellationToken) =>
        AnswerCreated(new AddChild(child), added => $"/api/v3/children/{added.Id}", cancellationToken);

    /// <summary>Reads one of your children.</summary>
    /// <response code="200">The child.</response>
    [HttpGet("{id:guid}", Name = "readChild"), ProducesResponseType<ChildView>(200), Problems(401, 403, 404)]
    public Task<ActionResult<ChildView>> Read(Guid id, CancellationToken cancellationToken) =>
        Answer(new ReadChild(id), cancellationToken);

    /// <summary>Replaces a child's data.</summary>
    /// <param name="id">The child.</param>
    /// <param name="child">The complete data: what you leave out becomes empty.</param>
    /// <param name="ifMatch">The ETag you read. Without it the change is made whatever changed meanwhile.</param>
    /// <response code="200">The child after the change.</response>
    [
        HttpPut("{id:guid}", Name = "updateChild"),
        Consumes("application/json"),
        ProducesResponseType<ChildView>(200),
        Problems(400, 401, 403, 404, 412, 415)
    ]
    public Task<ActionResult<ChildView>> Update(
        Guid id,
        ChildInput child,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => Answer(new UpdateChild(id, child, ifMatch.Versions), cancellationToken);

    /// <summary>Removes a child from your account.</summary>
    /// <remarks>Data of past sessions stay with the studies in which you took part.</remarks>
    /// <response code="204">The child is removed.</response>
    [HttpDelete("{id:guid}", Name = "deleteChild"), ProducesResponseType(204), Problems(400, 401, 403, 404, 412)]
    public Task<ActionResult> Delete(
        Guid id,
        [FromHeader(Name = "If-Match")] IfMatch ifMatch,
        CancellationToken cancellationToken
    ) => AnswerNothing(new DeleteChild(id, ifMatch.Versions), cancellationToken);
}
