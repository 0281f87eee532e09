using Chs.Api.Access;
using Chs.Application.Accounts;
using Chs.Application.Paging;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Accounts;

/// <summary>Your own log-ins, which no key for scripts can end.</summary>
[Route("api/v3/me/sessions"), Tags("Accounts")]
public sealed class OwnSessionsController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists your log-ins, oldest first.</summary>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of browsers and programs that are logged in.</response>
    [HttpGet(Name = "listSessions"), ProducesResponseType<Page<SessionItem>>(200), Problems(400, 401, 403)]
    public Task<ActionResult<Page<SessionItem>>> Sessions(
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) => Answer(page.For(new ListAccountSessions { Session = HttpContext.LogInSecret() }), cancellationToken);

    /// <summary>Ends all your log-ins but this one.</summary>
    /// <response code="204">The other log-ins have ended.</response>
    [HttpDelete(Name = "endOtherSessions"), ProducesResponseType(204), Problems(401, 403)]
    public Task<ActionResult> EndOthers(CancellationToken cancellationToken) =>
        AnswerNothing(new EndOtherSessions(HttpContext.LogInSecret()), cancellationToken);

    /// <summary>Ends one of your log-ins.</summary>
    /// <response code="204">The log-in has ended.</response>
    [HttpDelete("{sessionId:guid}", Name = "endSession"), ProducesResponseType(204), Problems(401, 403, 404)]
    public Task<ActionResult> End(Guid sessionId, CancellationToken cancellationToken) =>
        AnswerNothing(new EndSession(sessionId), cancellationToken);
}
