using Chs.Application.Accounts;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Api.Access;

/// <summary>
/// Logs browsers in: with a password, with the code after it, and by the institution. The one place that limits the
/// attempts and sets the cookies, for v3 and the pages alike.
/// </summary>
public sealed class BrowserLogIn(IMediator mediator, LogInThrottle throttle, KnownDevice devices)
{
    /// <summary>Logs in with a password. The session may still wait for a code.</summary>
    public async Task<Outcome<OpenedSession>> LogInAsync(
        HttpContext http,
        string email,
        string password,
        CancellationToken cancellationToken
    )
    {
        if (await throttle.CountAttemptAsync(email, http, cancellationToken) is { } wait)
            return AccountErrors.TooManyAttempts(wait);
        return await OpenAsync(http, new LogIn(email, password, devices.Of(http)), cancellationToken);
    }

    /// <summary>Completes a log-in with a code of the second factor.</summary>
    public Task<Outcome<OpenedSession>> ConfirmAsync(HttpContext http, string code, CancellationToken cancellationToken)
    {
        var pending = http.SessionSecret() ?? "";
        return OpenAsync(http, new ConfirmLogIn(pending, code, devices.Of(http)), cancellationToken);
    }

    /// <summary>Logs in a person for whom the institution vouches. The session may still wait for a code.</summary>
    public Task<Outcome<OpenedSession>> LogInExternallyAsync(
        HttpContext http,
        ExternalPerson who,
        CancellationToken cancellationToken
    ) => OpenAsync(http, new LogInExternally(who, devices.Of(http)), cancellationToken);

    async Task<Outcome<OpenedSession>> OpenAsync(
        HttpContext http,
        IRequest<Outcome<OpenedSession>> request,
        CancellationToken cancellationToken
    )
    {
        var opened = await mediator.Send(request, cancellationToken);
        if (opened.Failed)
            return opened;
        http.OpenSession(opened.Value);
        if (!opened.Value.NeedsCode)
            Remember(http, opened.Value);
        return opened;
    }

    void Remember(HttpContext http, OpenedSession opened) =>
        devices.Remember(http, new RememberedLogIn(opened.Account.Id, opened.SecondFactor));
}
