using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.Extensions.Caching.Memory;

namespace Chs.Api.Access;

/// <summary>Finds out who asks: a token of the contract's scheme, else the session cookie.</summary>
sealed class AuthenticationMiddleware(RequestDelegate next, IMemoryCache cache)
{
    /// <summary>
    /// A session that was checked isn't looked up again for so long: a runner saves every second or two, and this halves its cost.
    /// So a log-out elsewhere, or a deactivation, takes effect within this time; a log-out here at once.
    /// </summary>
    static readonly TimeSpan SessionsTrusted = TimeSpan.FromSeconds(10);

    public async Task InvokeAsync(HttpContext http, RequestActor actor, IMediator mediator)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var scheme = IsRunner(http.Request.Path) ? "Token " : "Bearer ";
        if (header.Length > 0)
        {
            if (
                header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
                && await FindAsync(
                    header[scheme.Length..].Trim(),
                    CredentialKind.ApiToken,
                    mediator,
                    http.RequestAborted
                )
                    is { } owner
            )
                actor.SignIn(owner, CredentialKind.ApiToken);
            else
                actor.Reject();
        }
        else if (http.Request.Cookies[SessionCookies.Session] is { Length: > 0 and < 200 } secret)
        {
            // A session that is over is like none: the browser may log in again.
            if (await SessionOfAsync(secret, mediator, http.RequestAborted) is { } user)
                actor.SignIn(user, CredentialKind.Session);
        }

        await next(http);
    }

    static bool IsRunner(PathString path) => path.StartsWithSegments("/api/v1") || path.StartsWithSegments("/api/v2");

    async Task<Actor?> SessionOfAsync(string secret, IMediator mediator, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(SessionCookies.CacheKey(secret), out Actor? known))
            return known;
        return await FindAsync(secret, CredentialKind.Session, mediator, cancellationToken) is { } found
            ? cache.Set(SessionCookies.CacheKey(secret), found, SessionsTrusted)
            : null;
    }

    static async Task<Actor?> FindAsync(
        string secret,
        CredentialKind kind,
        IMediator mediator,
        CancellationToken cancellationToken
    )
    {
        var found = await mediator.Send(new Authenticate(secret, kind), cancellationToken);
        if (found.Failed)
            return null;
        if (found.Value.IsUseToBeNoted)
            await mediator.Send(new RecordTokenUse(found.Value.Credential), cancellationToken);
        return found.Value.Actor;
    }
}
