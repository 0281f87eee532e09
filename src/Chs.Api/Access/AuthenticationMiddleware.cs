using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.Extensions.Caching.Memory;

namespace Chs.Api.Access;

/// <summary>Authenticates a request by a token in the scheme of the requested contract, or else by the session cookie.</summary>
sealed class AuthenticationMiddleware(RequestDelegate next, IMemoryCache cache)
{
    /// <summary>
    /// How long a session isn't looked up again. Experiment runners save every second or two, and this halves the cost.
    /// A log-out on another replica, or a deactivation, takes effect within this time; a log-out on this one at once.
    /// </summary>
    static readonly TimeSpan SessionCacheTime = TimeSpan.FromSeconds(10);

    public async Task InvokeAsync(HttpContext http, RequestActor actor, IMediator mediator)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length > 0)
        {
            if (await ActorOfTokenAsync(http, header, mediator) is { } owner)
                actor.SignIn(owner, CredentialKind.ApiToken);
            else
                actor.Reject();
        }
        else if (http.Request.Cookies[SessionCookies.Session] is { Length: > 0 and < 200 } secret)
        {
            // An expired session counts as none: the browser may log in again.
            if (await ActorOfSessionAsync(secret, mediator, http.RequestAborted) is { } user)
                actor.SignIn(user, CredentialKind.Session);
        }

        await next(http);
    }

    static bool IsJsonApi(PathString path) => path.StartsWithSegments("/api/v1") || path.StartsWithSegments("/api/v2");

    /// <returns>Null when the token, or its scheme, isn't valid for the requested contract.</returns>
    static async Task<Actor?> ActorOfTokenAsync(HttpContext http, string header, IMediator mediator)
    {
        var scheme = IsJsonApi(http.Request.Path) ? "Token " : "Bearer ";
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var secret = header[scheme.Length..].Trim();
        return await AuthenticateAsync(secret, CredentialKind.ApiToken, mediator, http.RequestAborted);
    }

    async Task<Actor?> ActorOfSessionAsync(string secret, IMediator mediator, CancellationToken cancellationToken)
    {
        var key = SessionCookies.CacheKey(secret);
        if (cache.TryGetValue(key, out Actor? cached))
            return cached;
        var actor = await AuthenticateAsync(secret, CredentialKind.Session, mediator, cancellationToken);
        return actor is null ? null : cache.Set(key, actor, SessionCacheTime);
    }

    static async Task<Actor?> AuthenticateAsync(
        string secret,
        CredentialKind kind,
        IMediator mediator,
        CancellationToken cancellationToken
    )
    {
        var authenticated = await mediator.Send(new Authenticate(secret, kind), cancellationToken);
        if (authenticated.Failed)
            return null;
        if (authenticated.Value.IsLastUseOutdated)
            await mediator.Send(new RecordCredentialUse(authenticated.Value.Credential), cancellationToken);
        return authenticated.Value.Actor;
    }
}
