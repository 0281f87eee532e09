using Chs.Application.Accounts;
using Chs.Application.Paging;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Accounts;

/// <summary>Your family's answers to the demographic survey.</summary>
[Route("api/v3/me/demographics"), Tags("Children")]
public sealed class DemographicsController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists your answers to the demographic survey, newest first.</summary>
    /// <remarks>The first are those that hold now; a session keeps those of its time.</remarks>
    /// <response code="200">A page of answers.</response>
    [HttpGet(Name = "listDemographics"), ProducesResponseType<Page<DemographicsView>>(200), Problems(400, 401, 403)]
    public Task<ActionResult<Page<DemographicsView>>> List(
        [FromQuery] ListDemographics query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);

    /// <summary>Saves your answers to the demographic survey.</summary>
    /// <remarks>
    /// All of them, as a new version: what is left out isn't answered. Begin with the newest of <c>listDemographics</c>, so
    /// that nobody has to answer twice. Researchers see them with the sessions that begin from now on, once they have
    /// accepted your consent.
    /// </remarks>
    /// <response code="201">The answers.</response>
    [
        HttpPost(Name = "createDemographics"),
        Idempotent,
        Consumes("application/json"),
        ProducesResponseType<DemographicsView>(201),
        Problems(400, 401, 403, 409, 415)
    ]
    public Task<ActionResult<DemographicsView>> Save(NewDemographics answers, CancellationToken cancellationToken) =>
        AnswerCreated(new CreateDemographics(answers), _ => "/api/v3/me/demographics", cancellationToken);
}
