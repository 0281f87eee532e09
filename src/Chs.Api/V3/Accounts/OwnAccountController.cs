using Chs.Api.Access;
using Chs.Application.Access;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Api.V3.Accounts;

/// <summary>What only a person at a browser does with an account: a key for scripts must not be able to lock its owner out.</summary>
public abstract class OwnAccountController(IMediator mediator, LogInThrottle throttle) : V3Controller(mediator)
{
    RequestActor Who => HttpContext.RequestServices.GetRequiredService<RequestActor>();

    /// <summary>Only a browser's log-in.</summary>
    protected Domain.Error? NoSession() =>
        Who.Actor is null || Who.By is CredentialKind.Session ? null : AccountErrors.NeedsSession;

    /// <summary>The same, where a password or a code is shown that could be guessed: only so many attempts.</summary>
    protected Domain.Error? Refusal() =>
        NoSession()
        ?? (Who.Actor is not { } actor || throttle.MayTryCode(actor.Id) ? null : AccountErrors.TooManyAttempts);

    /// <summary>The same, where a mail is sent.</summary>
    protected Domain.Error? NoMail() =>
        NoSession()
        ?? (Who.Actor is not { } actor || throttle.MayMail(actor.Id.ToString()) ? null : AccountErrors.TooManyAttempts);
}
