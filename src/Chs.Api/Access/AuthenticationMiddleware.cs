namespace Chs.Api.Access;

/// <summary>Finds out who sends each request to the site.</summary>
/// <remarks>Where studies are played it doesn't: there only the key to a play shows who asks.</remarks>
sealed class AuthenticationMiddleware(RequestDelegate next, PlayOrigin hosts)
{
    public async Task InvokeAsync(HttpContext http, RequestActor actor, RequestAuthentication authentication)
    {
        actor.RecordNetwork(http.Connection.RemoteIpAddress);
        if (!hosts.Covers(http.Request))
            await authentication.RunAsync(http, actor);
        await next(http);
    }
}
