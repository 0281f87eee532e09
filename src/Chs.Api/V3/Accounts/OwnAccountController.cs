using Chs.Api.Access;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Accounts;

/// <summary>
/// Operations on an account that need a browser's log-in: a script's key must not be able to lock its owner out.
/// </summary>
public abstract class OwnAccountController(IMediator mediator) : V3Controller(mediator)
{
    RequestActor Caller => HttpContext.RequestServices.GetRequiredService<RequestActor>();

    /// <summary>Whose browser sends the request; null: nobody's, or a script.</summary>
    protected Guid? SessionOwner => Caller.By is CredentialKind.Session ? Caller.Actor?.Id : null;

    /// <summary>Whether a script sends the request, with its owner's key.</summary>
    protected bool IsKey => Caller.By is CredentialKind.ApiToken;

    /// <summary>Sends a request of a logged-in browser, and answers its value with status 200.</summary>
    protected async Task<ActionResult<T>> AnswerBrowser<T>(
        IRequest<Outcome<T>> request,
        CancellationToken cancellationToken
    ) => IsKey ? Refused(AccountErrors.NeedsSession) : await Answer(request, cancellationToken);

    /// <summary>Sends a request without a value of a logged-in browser, and answers with status 204.</summary>
    protected async Task<ActionResult> AnswerBrowserNothing(
        IRequest<Outcome> request,
        CancellationToken cancellationToken
    ) => IsKey ? Refused(AccountErrors.NeedsSession) : await AnswerNothing(request, cancellationToken);
}
