using Chs.Api.Access;

namespace Chs.Api.Pages;

/// <summary>What the header of every page offers: to log in, or to log out.</summary>
static class AccountMenu
{
    /// <summary>Returns the menu's HTML for whoever sends the request.</summary>
    public static string Html(HttpContext http) =>
        http.RequestServices.GetRequiredService<RequestActor>().Actor is null
            ? """<a href="/login/">Log in</a>"""
            : $"""<form method="post" action="/logout/">{http.AntiforgeryInput()}<button>Log out</button></form>""";
}
