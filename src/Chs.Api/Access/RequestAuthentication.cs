using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using MediatR;

namespace Chs.Api.Access;

/// <summary>
/// Authenticates a request by a key in the scheme of the requested contract, or else by the session cookie.
/// </summary>
/// <remarks>
/// Nothing of it is kept: a log-in that has ended, an account that was closed and a right that was taken away count at
/// the next request, in every process. That is one indexed query, and a second one for a
/// key that is no account's.
/// </remarks>
sealed class RequestAuthentication(IMediator mediator)
{
    public async Task RunAsync(HttpContext http, RequestActor actor)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length > 0)
        {
            if (await OwnerOfKeyAsync(http, header) is { } owner)
                actor.SignIn(owner.Actor, owner.Kind);
            else
                actor.Reject();
        }
        else if (http.SessionSecret() is { Length: > 0 and < 200 } secret)
        {
            // An expired session counts as none: the browser may log in again.
            var request = new Authenticate(secret, CredentialKind.Session);
            if (await AuthenticateAsync(request, http.RequestAborted) is { } user)
                actor.SignIn(user.Actor, CredentialKind.Session);
        }
    }

    static bool IsJsonApi(PathString path) => path.StartsWithSegments("/api/v1") || path.StartsWithSegments("/api/v2");

    /// <returns>Null when the key, or its scheme, isn't valid for the requested contract.</returns>
    async Task<Authenticated?> OwnerOfKeyAsync(HttpContext http, string header)
    {
        var isJsonApi = IsJsonApi(http.Request.Path);
        if (BearerKey.Of(header, isJsonApi ? "Token" : "Bearer") is not { } key)
            return null;
        // v1 and v2 know scripts' keys only, as the reference does.
        var request = isJsonApi
            ? new Authenticate(key, CredentialKind.ApiToken)
            : new Authenticate(key, CredentialKind.ApiToken, CredentialKind.SessionKey);
        return await AuthenticateAsync(request, http.RequestAborted);
    }

    async Task<Authenticated?> AuthenticateAsync(Authenticate request, CancellationToken cancellationToken)
    {
        var authenticated = await mediator.Send(request, cancellationToken);
        if (authenticated.Failed)
            return null;
        if (authenticated.Value.IsLastUseOutdated)
            await mediator.Send(new RecordCredentialUse(authenticated.Value.Credential), cancellationToken);
        return authenticated.Value;
    }
}
