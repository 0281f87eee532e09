using Chs.Api.Access;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Api.V3.Accounts;

/// <summary>
/// Operations on an account that need a browser's log-in: a script's key must not be able to lock its owner out.
/// </summary>
public abstract class OwnAccountController(IMediator mediator, LogInThrottle throttle) : V3Controller(mediator)
{
    RequestActor Caller => HttpContext.RequestServices.GetRequiredService<RequestActor>();

    /// <returns>An error when a key is used; null for a session, and for nobody, whom the use case refuses.</returns>
    protected Error? RefuseKeys() =>
        Caller.Actor is null || Caller.By is CredentialKind.Session ? null : AccountErrors.NeedsSession;

    /// <summary>Also limits the attempts, where a password or a code could be guessed.</summary>
    protected Error? RefuseKeysAndGuesses()
    {
        if (RefuseKeys() is { } refusal)
            return refusal;
        return Caller.Actor is { } actor && !throttle.MayTryCode(actor.Id) ? AccountErrors.TooManyAttempts : null;
    }

    /// <summary>Also limits the mails that are sent.</summary>
    protected Error? RefuseKeysAndMails()
    {
        if (RefuseKeys() is { } refusal)
            return refusal;
        return Caller.Actor is { } actor && !throttle.MayMail(actor.Id.ToString())
            ? AccountErrors.TooManyAttempts
            : null;
    }
}
