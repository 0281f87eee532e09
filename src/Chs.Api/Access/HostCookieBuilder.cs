namespace Chs.Api.Access;

/// <summary>Lets a handler of the platform set a <see cref="HostCookie"/>.</summary>
/// <remarks>The platform's cookies have a fixed name; ours depends on the address at which the site is asked.</remarks>
sealed class HostCookieBuilder(HostCookie cookie, TimeSpan validFor, IHttpContextAccessor current, RequestSite site)
    : CookieBuilder
{
    /// <summary>The handlers add a text of their own to it.</summary>
    public override string? Name
    {
        get => current.HttpContext is { } http ? cookie.NameAt(site.RootFor(http)) : cookie.PlainName;
        set => throw new NotSupportedException("The cookie has its name already.");
    }

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom) =>
        HostCookie.OptionsAt(context, site.RootFor(context), expiresFrom + validFor);
}
