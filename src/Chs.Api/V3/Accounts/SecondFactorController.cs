using Chs.Api.Access;
using Chs.Application.Accounts;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Accounts;

/// <summary>Second factors, which no key for scripts can change.</summary>
[Route("api/v3"), Tags("Accounts")]
public sealed class SecondFactorController(IMediator mediator, KnownDevice devices) : V3Controller(mediator)
{
    /// <summary>Starts to set up a second factor.</summary>
    /// <remarks>
    /// Show the QR code (an SVG document) or the secret, then send a code of the app to <c>activateSecondFactor</c>.
    /// Until then nothing changes, and you can start again. Needs the account's password. An account that has none,
    /// because its owner logs in elsewhere, needs a log-in that isn't older than ten minutes.
    /// </remarks>
    /// <response code="201">The secret, shown only this once.</response>
    [
        HttpPost("me/second-factor", Name = "enrolSecondFactor"),
        Consumes("application/json"),
        ProducesResponseType<EnrolledSecondFactor>(201),
        Problems(400, 401, 403, 409, 412, 415, 422, 429)
    ]
    public Task<ActionResult<EnrolledSecondFactor>> Enrol(EnrolmentForm form, CancellationToken cancellationToken) =>
        AnswerCreated(new EnrolSecondFactor(form.Password), _ => null, cancellationToken);

    /// <summary>Activates a second factor.</summary>
    /// <remarks>From now on log-ins need a code. Your other log-ins end.</remarks>
    /// <response code="200">Recovery codes for when the device is lost, shown only this once.</response>
    [
        HttpPut("me/second-factor/activation", Name = "activateSecondFactor"),
        Consumes("application/json"),
        ProducesResponseType<RecoveryCodes>(200),
        Problems(400, 401, 403, 409, 412, 415, 422, 429)
    ]
    public async Task<ActionResult<RecoveryCodes>> Activate(CodeForm form, CancellationToken cancellationToken)
    {
        var session = HttpContext.LogInSecret();
        var activated = await Mediator.Send(new ActivateSecondFactor(form.Code, session), cancellationToken);
        if (activated.Failed)
            return Refused(activated.Error);
        // Otherwise its next log-in would count among strangers'. Programs keep no cookies.
        if (HttpContext.SessionSecret() is not null)
            devices.Remember(HttpContext, activated.Value.LogIn!);
        return Answered(activated.Value, StatusCodes.Status200OK);
    }

    /// <summary>Switches the second factor off.</summary>
    /// <remarks>Where the site demands one, your log-ins count as without it from now on.</remarks>
    /// <response code="204">Log-ins need the password only.</response>
    [
        HttpPost("me/second-factor/deactivation", Name = "disableSecondFactor"),
        Consumes("application/json"),
        ProducesResponseType(204),
        Problems(400, 401, 403, 409, 412, 415, 422, 429)
    ]
    public Task<ActionResult> Disable(CodeForm form, CancellationToken cancellationToken) =>
        AnswerNothing(new DisableSecondFactor(form.Code), cancellationToken);

    /// <summary>Removes the second factor of somebody who has lost the device and the recovery codes.</summary>
    /// <remarks>For staff with the right to edit users. The account's log-ins end.</remarks>
    /// <response code="204">The next log-in needs the password only.</response>
    [
        HttpDelete("accounts/{accountId:guid}/second-factor", Name = "resetSecondFactor"),
        ProducesResponseType(204),
        Problems(401, 403, 404)
    ]
    public Task<ActionResult> Reset(Guid accountId, CancellationToken cancellationToken) =>
        AnswerNothing(new ResetSecondFactor(accountId), cancellationToken);
}
