namespace Chs.Api.Html;

/// <summary>What the host adds around the content of every page.</summary>
/// <param name="AccountMenu">Returns the HTML at the right of the header: a link to log in, or a button to log out.</param>
sealed record PageFrame(Func<HttpContext, string> AccountMenu);
