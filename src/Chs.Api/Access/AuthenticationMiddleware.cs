using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.Extensions.Caching.Memory;

namespace Chs.Api.Access;

/// <summary>
/// Authenticates a request to the site by a key in the scheme of the requested contract, or else by the session cookie.
/// </summary>
/// <remarks>Where studies are played neither counts: there only the key to a play shows who asks.</remarks>
sealed class AuthenticationMiddleware(RequestDelegate next, IMemoryCache cache, PlayOrigin hosts)
{
    /// <summary>
    /// How long a session isn't looked up again. Experiment runners save every second or two, and this halves the cost.
    /// A log-out on another replica, or a deactivation, takes effect within this time; a log-out on this one at once.
    /// </summary>
    static readonly TimeSpan SessionCacheTime = TimeSpan.FromSeconds(10);

    public async Task InvokeAsync(HttpContext http, RequestActor actor, IMediator mediator)
    {
        if (!hosts.Covers(http.Request))
            await AuthenticateAsync(http, actor, mediator);
        await next(http);
    }

    async Task AuthenticateAsync(HttpContext http, RequestActor actor, IMediator mediator)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length > 0)
        {
            if (await OwnerOfKeyAsync(http, header, mediator) is { } owner)
                actor.SignIn(owner.Actor, owner.Kind);
            else
                actor.Reject();
        }
        else if (http.SessionSecret() is { Length: > 0 and < 200 } secret)
        {
            // An expired session counts as none: the browser may log in again.
            if (await ActorOfSessionAsync(secret, mediator, http.RequestAborted) is { } user)
                actor.SignIn(user, CredentialKind.Session);
        }
    }

    static bool IsJsonApi(PathString path) => path.StartsWithSegments("/api/v1") || path.StartsWithSegments("/api/v2");

    /// <returns>Null when the key, or its scheme, isn't valid for the requested contract.</returns>
    static async Task<Authenticated?> OwnerOfKeyAsync(HttpContext http, string header, IMediator mediator)
    {
        var isJsonApi = IsJsonApi(http.Request.Path);
        if (BearerKey.Of(header, isJsonApi ? "Token" : "Bearer") is not { } key)
            return null;
        // v1 and v2 know scripts' keys only, as the reference does.
        var request = isJsonApi
            ? new Authenticate(key, CredentialKind.ApiToken)
            : new Authenticate(key, CredentialKind.ApiToken, CredentialKind.SessionKey);
        return await AuthenticateAsync(request, mediator, http.RequestAborted);
    }

    async Task<Actor?> ActorOfSessionAsync(string secret, IMediator mediator, CancellationToken cancellationToken)
    {
        var key = SessionCookies.CacheKey(secret);
        if (cache.TryGetValue(key, out Actor? cached))
            return cached;
        var request = new Authenticate(secret, CredentialKind.Session);
        var session = await AuthenticateAsync(request, mediator, cancellationToken);
        return session is null ? null : cache.Set(key, session.Actor, SessionCacheTime);
    }

    static async Task<Authenticated?> AuthenticateAsync(
        Authenticate request,
        IMediator mediator,
        CancellationToken cancellationToken
    )
    {
        var authenticated = await mediator.Send(request, cancellationToken);
        if (authenticated.Failed)
            return null;
        if (authenticated.Value.IsLastUseOutdated)
            await mediator.Send(new RecordCredentialUse(authenticated.Value.Credential), cancellationToken);
        return authenticated.Value;
    }
}
