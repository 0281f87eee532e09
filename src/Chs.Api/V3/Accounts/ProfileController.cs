using System.Diagnostics.CodeAnalysis;
using Chs.Api.Access;
using Chs.Application.Accounts;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Accounts;

/// <summary>Your own profile.</summary>
[Route("api/v3/me"), Tags("Accounts")]
public sealed class ProfileController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Changes your names.</summary>
    /// <param name="name">The names that change, as a merge patch (RFC 7396): those that you leave out stay.</param>
    /// <response code="200">Your account after the change.</response>
    [
        HttpPatch(Name = "updateMe"),
        MergePatch,
        ProducesResponseType<AccountView>(200),
        Problems(400, 401, 403, 412, 415)
    ]
    public Task<ActionResult<AccountView>> Update(NameForm name, CancellationToken cancellationToken) =>
        Answer(new UpdateAccount(name.GivenName, name.FamilyName, name.Nickname), cancellationToken);

    /// <summary>Asks to move your log-in to another e-mail address.</summary>
    /// <remarks>
    /// The new address gets a mail with a link; <c>confirmEmail</c> with its token moves your account, and the old address
    /// gets a notice. The answer doesn't say whether the address has an account already: its owner gets a mail.
    /// </remarks>
    /// <response code="200">Your account, which has its present address until then.</response>
    [
        HttpPut("email", Name = "changeEmail"),
        Consumes("application/json"),
        ProducesResponseType<AccountView>(200),
        Problems(400, 401, 403, 412, 415, 422, 429)
    ]
    public Task<ActionResult<AccountView>> ChangeEmail(EmailForm form, CancellationToken cancellationToken) =>
        Answer(new ChangeEmail(form.Email, form.Password), cancellationToken);

    /// <summary>Changes your password.</summary>
    /// <remarks>
    /// Your other log-ins end. Keys for scripts end if <c>areTokensRevoked</c> says so: with keys and without that member you
    /// are asked (409 <c>account.tokens_undecided</c>, whose faults name the keys). Log-ins elsewhere are removed if
    /// <c>areExternalLogInsRemoved</c> says so, and asked about in the same way; where there are no keys to ask about, the code
    /// is <c>account.external_log_ins_undecided</c>.
    /// </remarks>
    /// <response code="204">The new password is set.</response>
    [
        HttpPut("password", Name = "changePassword"),
        Consumes("application/json"),
        ProducesResponseType(204),
        Problems(400, 401, 403, 409, 412, 415, 422, 429)
    ]
    public Task<ActionResult> ChangePassword(PasswordForm form, CancellationToken cancellationToken)
    {
        var session = HttpContext.LogInSecret();
        var change = new ChangePassword(
            form.OldPassword,
            form.Password,
            session,
            form.AreTokensRevoked,
            form.AreExternalLogInsRemoved
        );
        return AnswerNothing(change, cancellationToken);
    }

    /// <summary>Asks for another mail to confirm your address.</summary>
    /// <response code="204">The mail is on its way, or the address is already confirmed.</response>
    [
        HttpPost("email-confirmation", Name = "askToConfirmEmail"),
        ProducesResponseType(204),
        Problems(401, 403, 412, 429)
    ]
    public Task<ActionResult> AskToConfirm(CancellationToken cancellationToken) =>
        AnswerNothing(new AskToConfirmEmail(), cancellationToken);

    /// <summary>Stores that you agree to texts of the site.</summary>
    /// <remarks>Those that your account lists as <c>textsToAccept</c>, each in one of its languages.</remarks>
    /// <response code="200">Your account after the change.</response>
    [
        HttpPost("accepted-texts", Name = "acceptTexts"),
        Consumes("application/json"),
        ProducesResponseType<AccountView>(200),
        Problems(400, 401, 403, 415)
    ]
    public Task<ActionResult<AccountView>> AcceptTexts(AcceptedTextsForm form, CancellationToken cancellationToken) =>
        Answer(new AcceptTexts(form.AcceptedTexts), cancellationToken);

    /// <summary>Makes your account a researcher's too.</summary>
    /// <remarks>Needs your password, which must have at least 16 characters: change a shorter one first.</remarks>
    /// <response code="200">Your account after the change.</response>
    [
        HttpPost("researcher", Name = "becomeResearcher"),
        Consumes("application/json"),
        ProducesResponseType<AccountView>(200),
        Problems(400, 401, 403, 412, 415, 422, 429)
    ]
    public Task<ActionResult<AccountView>> BecomeResearcher(ResearcherForm form, CancellationToken cancellationToken) =>
        Answer(new BecomeResearcher(form.Password, form.GivenName, form.FamilyName), cancellationToken);
}

/// <summary>Your names. Those that are left out stay.</summary>
[ValidatedAs(typeof(UpdateAccount))]
public sealed record NameForm
{
    /// <example>Ada</example>
    [DisallowNull]
    public string? GivenName { get; init; }

    /// <example>Example</example>
    [DisallowNull]
    public string? FamilyName { get; init; }

    /// <summary>What others see instead of the names; empty: they see the names.</summary>
    /// <example>Ada</example>
    [DisallowNull]
    public string? Nickname { get; init; }
}

/// <summary>Texts of the site to which you agree.</summary>
public sealed record AcceptedTextsForm
{
    /// <summary>As they were read.</summary>
    /// <example>[]</example>
    public required IReadOnlyList<AcceptedText> AcceptedTexts { get; init; }
}

/// <summary>A new e-mail address.</summary>
public sealed record EmailForm
{
    /// <example>ada@family.example</example>
    public required string Email { get; init; }

    /// <summary>Your current password.</summary>
    /// <example>let us try CHS</example>
    public required string Password { get; init; }
}

/// <summary>What a researcher's account needs.</summary>
public sealed record ResearcherForm
{
    /// <summary>Your current password.</summary>
    /// <example>let us try CHS</example>
    public required string Password { get; init; }

    /// <example>Ada</example>
    public required string GivenName { get; init; }

    /// <example>Example</example>
    public required string FamilyName { get; init; }
}

/// <summary>A change of password.</summary>
public sealed record PasswordForm
{
    /// <example>let us try CHS</example>
    public required string OldPassword { get; init; }

    /// <summary>The new one.</summary>
    /// <example>eight green bottles</example>
    public required string Password { get; init; }

    /// <summary>Whether your keys for scripts end, too; needed when you have any.</summary>
    public bool? AreTokensRevoked { get; init; }

    /// <summary>Whether the log-ins elsewhere that open your account are removed; needed when you have any.</summary>
    public bool? AreExternalLogInsRemoved { get; init; }
}
