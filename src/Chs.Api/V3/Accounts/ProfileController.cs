using Chs.Api.Access;
using Chs.Application.Accounts;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Accounts;

/// <summary>What an account says about its owner.</summary>
[Route("api/v3/me"), Tags("Accounts")]
public sealed class ProfileController(IMediator mediator, LogInThrottle throttle)
    : OwnAccountController(mediator, throttle)
{
    /// <summary>Changes what you are called.</summary>
    /// <param name="name">What changes; what you leave out stays.</param>
    /// <response code="200">Your account after the change.</response>
    [
        HttpPatch(Name = "updateMe"),
        Consumes("application/json"),
        ProducesResponseType<AccountView>(200),
        Problems(400, 401, 403, 412, 415)
    ]
    public Task<ActionResult<AccountView>> Update(NameForm name, CancellationToken cancellationToken) =>
        Answer(new UpdateAccount(name.GivenName, name.FamilyName, name.Nickname), cancellationToken);

    /// <summary>Moves your log-in to another e-mail address.</summary>
    /// <remarks>The new address gets a mail to confirm it, the old one a notice.</remarks>
    /// <response code="200">Your account after the change.</response>
    [
        HttpPut("email", Name = "changeEmail"),
        Consumes("application/json"),
        ProducesResponseType<AccountView>(200),
        Problems(400, 401, 403, 409, 412, 415, 429)
    ]
    public async Task<ActionResult<AccountView>> ChangeEmail(EmailForm form, CancellationToken cancellationToken) =>
        Refusal() is { } refused
            ? refused.ToProblem(HttpContext)
            : await Answer(new ChangeEmail(form.Email, form.Password), cancellationToken);

    /// <summary>Asks for another mail to confirm your address.</summary>
    /// <response code="204">It is on its way; or the address is confirmed already.</response>
    [
        HttpPost("email-confirmation", Name = "askToConfirmEmail"),
        ProducesResponseType(204),
        Problems(401, 403, 412, 429)
    ]
    public async Task<ActionResult> AskToConfirm(CancellationToken cancellationToken) =>
        NoMail() is { } refused
            ? refused.ToProblem(HttpContext)
            : await AnswerNothing(new AskToConfirmEmail(), cancellationToken);

    /// <summary>Makes your account one for studies too.</summary>
    /// <remarks>Needs your password, which must have 16 characters then: change it before, if it is shorter.</remarks>
    /// <response code="200">Your account after the change.</response>
    [
        HttpPost("researcher", Name = "becomeResearcher"),
        Consumes("application/json"),
        ProducesResponseType<AccountView>(200),
        Problems(400, 401, 403, 412, 415, 429)
    ]
    public async Task<ActionResult<AccountView>> BecomeResearcher(
        ResearcherForm form,
        CancellationToken cancellationToken
    ) =>
        Refusal() is { } refused
            ? refused.ToProblem(HttpContext)
            : await Answer(new BecomeResearcher(form.Password, form.GivenName, form.FamilyName), cancellationToken);
}

/// <summary>What somebody is called. What is left out stays.</summary>
public sealed record NameForm
{
    /// <example>Ada</example>
    public string? GivenName { get; init; }

    /// <example>Example</example>
    public string? FamilyName { get; init; }

    /// <summary>What others see instead of the names; empty: the names.</summary>
    /// <example>Ada</example>
    public string? Nickname { get; init; }
}

/// <summary>Another address.</summary>
public sealed record EmailForm
{
    /// <example>ada@family.example</example>
    public required string Email { get; init; }

    /// <summary>The one you have.</summary>
    /// <example>let us try CHS</example>
    public required string Password { get; init; }
}

/// <summary>What makes a researcher.</summary>
public sealed record ResearcherForm
{
    /// <summary>The one you have.</summary>
    /// <example>let us try CHS</example>
    public required string Password { get; init; }

    /// <example>Ada</example>
    public required string GivenName { get; init; }

    /// <example>Example</example>
    public required string FamilyName { get; init; }
}
