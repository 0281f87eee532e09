using Chs.Api.Access;
using Chs.Application.Accounts;
using Chs.Application.Paging;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Accounts;

/// <summary>Log-ins elsewhere that open your account.</summary>
[Route("api/v3/me/external-log-ins"), Tags("Accounts")]
public sealed class ExternalLogInsController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Lists the log-ins elsewhere that open your account, oldest first.</summary>
    /// <response code="200">A page of log-ins of institutions, ORCID and others.</response>
    [HttpGet(Name = "listExternalLogIns"), ProducesResponseType<Page<ExternalLogInItem>>(200), Problems(400, 401)]
    public Task<ActionResult<Page<ExternalLogInItem>>> List(
        [FromQuery] ListExternalLogIns query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);

    /// <summary>Begins to link one more log-in with your account.</summary>
    /// <remarks>
    /// Then lead this browser to the <c>path</c> of one of <c>getSite</c>'s <c>institutionLogIns</c>, with the answer's
    /// <c>?link=</c> and <c>&amp;next=/path</c>. Whoever logs in there opens your account from then on; you get a mail.
    /// </remarks>
    /// <response code="200">What the browser takes along, for ten minutes.</response>
    [
        HttpPost(Name = "askToLinkExternalLogIn"),
        Consumes("application/json"),
        ProducesResponseType<LinkToExternalLogIn>(200),
        Problems(400, 401, 403, 412, 415, 422, 429)
    ]
    public Task<ActionResult<LinkToExternalLogIn>> Link(PasswordOnlyForm form, CancellationToken cancellationToken) =>
        Answer(new AskToLinkExternalLogIn(form.Password, HttpContext.LogInSecret() ?? ""), cancellationToken);

    /// <summary>Removes a log-in elsewhere from your account.</summary>
    /// <remarks>It opens your account no more. Log-ins that are open stay open.</remarks>
    /// <response code="204">It is removed.</response>
    [
        HttpDelete("{externalLogInId:guid}", Name = "removeExternalLogIn"),
        ProducesResponseType(204),
        Problems(401, 403, 404)
    ]
    public Task<ActionResult> Remove(Guid externalLogInId, CancellationToken cancellationToken) =>
        AnswerNothing(new RemoveExternalLogIn(externalLogInId), cancellationToken);
}

/// <summary>Your password, once more.</summary>
public sealed record PasswordOnlyForm
{
    /// <summary>Your current password.</summary>
    /// <example>let us try CHS</example>
    public required string Password { get; init; }
}
