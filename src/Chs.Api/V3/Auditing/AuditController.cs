using Chs.Application.Auditing;
using Chs.Application.Paging;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Auditing;

/// <summary>Who did or read what.</summary>
[Route("api/v3/audit"), Tags("Audit")]
public sealed class AuditController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists who did or read what, newest first.</summary>
    /// <remarks>
    /// Site reviewers may list everything; whoever manages a study's researchers names the study as <c>subject</c>.
    /// Entries outlive what they are about. Each seals the ones before it; the command <c>verify-audit</c> recomputes
    /// the chain.
    /// </remarks>
    /// <response code="200">A page of entries.</response>
    [HttpGet(Name = "listAudit"), ProducesResponseType<Page<AuditItem>>(200), Problems(400, 401, 403, 404)]
    public Task<ActionResult<Page<AuditItem>>> List([FromQuery] ListAudit query, CancellationToken cancellationToken) =>
        Answer(query, cancellationToken);
}
