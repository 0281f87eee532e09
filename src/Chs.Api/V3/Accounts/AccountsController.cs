using Chs.Api.Access;
using Chs.Application.Accounts;
using Chs.Application.Paging;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Accounts;

/// <summary>Accounts, log-ins and keys for scripts.</summary>
[Route("api/v3"), Tags("Accounts")]
public sealed class AccountsController(
    IMediator mediator,
    BrowserLogIn logIn,
    LogInThrottle throttle,
    ICurrentActor actor
) : V3Controller(mediator)
{
    /// <summary>Creates an account.</summary>
    /// <remarks>
    /// A password has at least 10 characters, a researcher's at least 16. It must not be a common one, similar to the
    /// name or the e-mail address, or digits only. Researchers give both names, and become members of the site's demo and
    /// sandbox labs. The answer doesn't say whether the address has an account already: its owner gets a mail in either
    /// case. <c>confirmEmail</c> with the token of its link and the password confirms a new account's address; before that,
    /// a log-in is refused like one with a wrong password, except where <c>getSite</c> says that no link is needed.
    /// </remarks>
    /// <response code="202">A mail is on its way.</response>
    [HttpPost("accounts", Name = "signUp"), ActsItself, Consumes("application/json")]
    [ProducesResponseType<SignedUp>(202), Problems(400, 403, 415, 429)]
    public async Task<ActionResult<SignedUp>> SignUp(NewAccount account, CancellationToken cancellationToken)
    {
        if (await throttle.CountSignUpAsync(account.Email, HttpContext, cancellationToken) is { } wait)
            return Refused(AccountErrors.TooManyAttempts(wait));
        var request = new SignUp(
            account.Email,
            account.Password,
            account.GivenName,
            account.FamilyName,
            account.Nickname,
            account.IsResearcher
        )
        {
            AcceptedTexts = account.AcceptedTexts,
        };
        var signedUp = await Mediator.Send(request, cancellationToken);
        return signedUp.Failed ? Refused(signedUp.Error) : Accepted(signedUp.Value);
    }

    /// <summary>Logs a browser in.</summary>
    /// <remarks>
    /// Sets the cookie <c>__Host-sessionid</c> (<c>sessionid</c> where the site's address is neither https nor localhost;
    /// not readable by scripts) and <c>csrftoken</c>, whose value unsafe requests send back in the header
    /// <c>X-CSRFToken</c>. Pages of other origins can't use it. Programs use <c>createSessionKey</c>, scripts a token.
    /// </remarks>
    /// <response code="200">You are logged in for four days.</response>
    /// <response code="202">
    /// The password is right, and the account has a second factor: go on with <c>confirmLogIn</c> within ten minutes.
    /// </response>
    [HttpPost("session", Name = "logIn"), ActsItself, LogsBrowserIn, Consumes("application/json")]
    [ProducesResponseType<AccountView>(200), ProducesResponseType<PendingLogIn>(202), Problems(400, 401, 403, 415, 429)]
    public async Task<ActionResult<AccountView>> LogIn(LogInForm form, CancellationToken cancellationToken)
    {
        var opened = await logIn.LogInAsync(HttpContext, form.Email, form.Password, cancellationToken);
        if (opened.Failed)
            return Refused(opened.Error);
        if (opened.Value.NeedsCode)
            return Accepted(new PendingLogIn(opened.Value.ExpiresAt));
        return opened.Value.Account;
    }

    /// <summary>Finishes a log-in by a second factor.</summary>
    /// <remarks>A code of the app, or one of the recovery codes. Each works once.</remarks>
    /// <response code="200">You are logged in for four days.</response>
    [HttpPost("session/second-factor", Name = "confirmLogIn"), ActsItself, LogsBrowserIn, Consumes("application/json")]
    [ProducesResponseType<AccountView>(200), Problems(400, 401, 403, 415, 429)]
    public async Task<ActionResult<AccountView>> ConfirmLogIn(CodeForm form, CancellationToken cancellationToken)
    {
        var opened = await logIn.ConfirmAsync(HttpContext, form.Code, cancellationToken);
        return opened.Failed ? Refused(opened.Error) : opened.Value.Account;
    }

    /// <summary>Logs a program in.</summary>
    /// <remarks>
    /// For programs that a person uses: with a key of such a log-in they may do everything that a browser may, without
    /// cookies and <c>X-CSRFToken</c>. <c>logOut</c> with the key ends it. Scripts that nobody watches use a key of
    /// <c>createToken</c>, which can be limited.
    /// </remarks>
    /// <response code="201">You are logged in for twelve hours. The key is shown only this once.</response>
    [HttpPost("session-keys", Name = "createSessionKey"), ActsItself, Consumes("application/json")]
    [ProducesResponseType<SessionKey>(201), Problems(400, 401, 403, 415, 422, 429)]
    public async Task<ActionResult<SessionKey>> CreateSessionKey(
        NewSessionKey form,
        CancellationToken cancellationToken
    )
    {
        if (await throttle.CountAttemptAsync(form.Email, HttpContext, cancellationToken) is { } wait)
            return Refused(AccountErrors.TooManyAttempts(wait));
        var request = new CreateSessionKey(form.Email, form.Password, form.Code);
        return await AnswerCreated(request, _ => null, cancellationToken);
    }

    /// <summary>Asks for a mail with a link to a new password.</summary>
    /// <remarks>The answer doesn't say whether there is such an account. The link works once, for an hour.</remarks>
    /// <response code="204">If there is such an account, a mail is on its way.</response>
    [
        HttpPost("password-resets", Name = "askForPassword"),
        ActsItself,
        Consumes("application/json"),
        ProducesResponseType(204),
        Problems(400, 403, 415, 429)
    ]
    public async Task<ActionResult> AskForPassword(AddressForm form, CancellationToken cancellationToken)
    {
        if (await throttle.CountMailRequestAsync(HttpContext, cancellationToken) is { } wait)
            return Refused(AccountErrors.TooManyAttempts(wait));
        return await throttle.MayMailAsync(form.Email, cancellationToken)
            ? await AnswerNothing(new AskForPassword(form.Email), cancellationToken)
            : NoContent();
    }

    /// <summary>Sets a new password by the link of a mail.</summary>
    /// <remarks>
    /// All log-ins and keys for scripts of the account end; a second factor stays in use. The link works once.
    /// </remarks>
    /// <response code="204">The new password is set. Log in with it.</response>
    [
        HttpPut("password-resets", Name = "resetPassword"),
        ActsItself,
        Consumes("application/json"),
        ProducesResponseType(204),
        Problems(400, 403, 412, 415, 429)
    ]
    public async Task<ActionResult> ResetPassword(ResetForm form, CancellationToken cancellationToken) =>
        await throttle.CountMailRequestAsync(HttpContext, cancellationToken) is { } wait
            ? Refused(AccountErrors.TooManyAttempts(wait))
            : await AnswerNothing(new ResetPassword(form.Token, form.Password), cancellationToken);

    /// <summary>Confirms an e-mail address by the link of a mail.</summary>
    /// <remarks>
    /// Of a new account, or the address to which one moves (<c>changeEmail</c>). Needs a log-in of the account, or its
    /// password: the mail shows whose the address is, not whose the account is. Moving an account that has a second factor,
    /// or must have one, needs a log-in with it. Confirming again changes nothing.
    /// </remarks>
    /// <response code="204">The address is confirmed.</response>
    [
        HttpPost("email-confirmations", Name = "confirmEmail"),
        Consumes("application/json"),
        ProducesResponseType(204),
        Problems(400, 403, 409, 412, 415, 422, 429)
    ]
    public Task<ActionResult> ConfirmEmail(TokenForm form, CancellationToken cancellationToken) =>
        AnswerNothing(new ConfirmEmail(form.Token, form.Password), cancellationToken);

    /// <summary>Logs a browser or a program out.</summary>
    /// <remarks>Ends the log-in whose cookie or key is sent.</remarks>
    /// <response code="204">There is no session any more, or there was none.</response>
    [HttpDelete("session", Name = "logOut"), ActsItself, ProducesResponseType(204), Problems(403)]
    public async Task<ActionResult> LogOut(CancellationToken cancellationToken)
    {
        // A script's token isn't a log-in: revokeToken ends it.
        if (actor.IsApiKey)
            return Refused(AccountErrors.NeedsSession);
        var secret = HttpContext.IsProgram() ? HttpContext.LogInSecret() : HttpContext.CloseSession();
        return secret is null ? NoContent() : await AnswerNothing(new LogOut(secret), cancellationToken);
    }

    /// <summary>Reads the antiforgery value of this browser.</summary>
    /// <remarks>
    /// Also sets it as the cookie <c>csrftoken</c>. Unsafe requests with a session send it in the header
    /// <c>X-CSRFToken</c>.
    /// </remarks>
    /// <response code="200">The value.</response>
    [
        HttpGet("antiforgery", Name = "getAntiforgeryValue"),
        ActsItself,
        ProducesResponseType<AntiforgeryValue>(200),
        Problems
    ]
    public ActionResult<AntiforgeryValue> ReadAntiforgeryValue() =>
        Answered(new AntiforgeryValue(HttpContext.AntiforgeryValue()), StatusCodes.Status200OK);

    /// <summary>Reads your own account.</summary>
    /// <response code="200">You.</response>
    [HttpGet("me", Name = "getMe"), ProducesResponseType<AccountView>(200), Problems(401, 403)]
    public Task<ActionResult<AccountView>> ReadMe(CancellationToken cancellationToken) =>
        Answer(new ReadOwnAccount(), cancellationToken);

    /// <summary>Creates a key for your scripts.</summary>
    /// <remarks>
    /// Send it as <c>Authorization: Bearer …</c> here and as <c>Authorization: Token …</c> to v1 and v2. It is shown
    /// only this once: repeated with the same Idempotency-Key, the answer is the same token with <c>key</c> null. A key
    /// with a scope reaches studies only, never more than you may yourself, and can't create keys. A key that makes
    /// another makes none that is valid for longer, and the other ends with it.
    /// </remarks>
    /// <response code="201">The key.</response>
    [HttpPost("me/tokens", Name = "createToken"), Idempotent, Consumes("application/json")]
    [ProducesResponseType<CreatedToken>(201), Problems(400, 401, 403, 409, 415)]
    public Task<ActionResult<CreatedToken>> CreateToken(NewToken token, CancellationToken cancellationToken)
    {
        var isLimited = token.IsReadOnly || token.IsDeidentified || token.Studies is not [];
        var scope = isLimited ? new TokenScope(token.IsReadOnly, token.IsDeidentified, token.Studies) : null;
        return AnswerCreated(new CreateToken(token.Label, token.ValidDays, scope), _ => null, cancellationToken);
    }

    /// <summary>Lists the keys of your scripts, oldest first.</summary>
    /// <response code="200">A page of keys, without their secrets.</response>
    [
        HttpGet("me/tokens", Name = "listTokens"),
        ProducesResponseType<Page<TokenListItem>>(200),
        Problems(400, 401, 403)
    ]
    public Task<ActionResult<Page<TokenListItem>>> ListTokens(
        [FromQuery] ListTokens query,
        CancellationToken cancellationToken
    ) => Answer(query, cancellationToken);

    /// <summary>Confirms a key that was made without the second factor that the site demands.</summary>
    /// <remarks>
    /// Where a second factor is demanded of you, a key that was made in a log-in without one opens nothing (403
    /// <c>account.second_factor_needed</c>). In a log-in with one, confirm those that you know, and revoke the others.
    /// </remarks>
    /// <response code="204">The key is as good as one that was made in this log-in.</response>
    [
        HttpPost("me/tokens/{tokenId:guid}/confirmation", Name = "confirmToken"),
        ProducesResponseType(204),
        Problems(401, 403, 404)
    ]
    public Task<ActionResult> ConfirmToken(Guid tokenId, CancellationToken cancellationToken) =>
        AnswerNothing(new ConfirmToken(tokenId), cancellationToken);

    /// <summary>Revokes a key.</summary>
    /// <response code="204">The key can't be used any more.</response>
    [HttpDelete("me/tokens/{tokenId:guid}", Name = "revokeToken"), ProducesResponseType(204), Problems(401, 403, 404)]
    public Task<ActionResult> RevokeToken(Guid tokenId, CancellationToken cancellationToken) =>
        AnswerNothing(new RevokeToken(tokenId), cancellationToken);
}

/// <summary>A log-in that waits for its second factor.</summary>
/// <param name="Until">When it expires; after that the password is needed again.</param>
public sealed record PendingLogIn(DateTimeOffset Until);

/// <summary>A new account.</summary>
public sealed record NewAccount
{
    /// <example>ada@family.example</example>
    public required string Email { get; init; }

    /// <example>seven green bottles</example>
    public required string Password { get; init; }

    /// <example>Ada</example>
    public string GivenName { get; init; } = "";

    /// <example>Example</example>
    public string FamilyName { get; init; } = "";

    public string Nickname { get; init; } = "";

    /// <summary>Whether the account is a researcher's.</summary>
    public bool IsResearcher { get; init; }

    /// <summary>
    /// What was read of the texts that <c>getSite</c> lists as <c>textsToAccept</c>: each in one of its languages.
    /// </summary>
    /// <example>[]</example>
    public IReadOnlyList<AcceptedText> AcceptedTexts { get; init; } = [];
}

/// <summary>What a log-in needs.</summary>
public sealed record LogInForm
{
    /// <example>parent@demo.chs</example>
    public required string Email { get; init; }

    /// <example>let us try CHS</example>
    public required string Password { get; init; }
}

/// <summary>What a program's log-in needs.</summary>
public sealed record NewSessionKey
{
    /// <example>parent@demo.chs</example>
    public required string Email { get; init; }

    /// <example>let us try CHS</example>
    public required string Password { get; init; }

    /// <summary>Six digits from the app, or a recovery code; needed when the account has a second factor.</summary>
    public string? Code { get; init; }
}

/// <summary>A new key.</summary>
public sealed record NewToken
{
    /// <summary>What it is for, 1…100 characters.</summary>
    /// <example>nightly download</example>
    public required string Label { get; init; }

    /// <summary>Days until it expires, 1…3660; absent: until revoked.</summary>
    /// <example>365</example>
    public int? ValidDays { get; init; }

    /// <summary>Whether the key can only read.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether the key shows nothing that identifies families: lists and downloads lack those columns.</summary>
    public bool IsDeidentified { get; init; }

    /// <summary>The only studies that the key reaches, at most 100; empty: no limit.</summary>
    /// <example>[]</example>
    public IReadOnlyList<Guid> Studies { get; init; } = [];
}

/// <summary>An e-mail address.</summary>
public sealed record AddressForm
{
    /// <example>parent@demo.chs</example>
    public required string Email { get; init; }
}

/// <summary>The token of a link in a mail.</summary>
public sealed record TokenForm
{
    /// <summary>The link's <c>token</c>.</summary>
    public required string Token { get; init; }

    /// <summary>The account's password; not needed by whoever is logged in to the account.</summary>
    public string? Password { get; init; }
}

/// <summary>A new password, with the token of a link in a mail.</summary>
public sealed record ResetForm
{
    /// <summary>The link's <c>token</c>.</summary>
    public required string Token { get; init; }

    /// <example>eight green bottles</example>
    public required string Password { get; init; }
}

/// <summary>An antiforgery value.</summary>
/// <param name="Value">Send it in the header <c>X-CSRFToken</c>.</param>
public sealed record AntiforgeryValue(string Value);
