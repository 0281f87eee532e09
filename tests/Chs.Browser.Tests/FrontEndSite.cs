using System.Text.RegularExpressions;
using Chs.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Chs.Browser.Tests;

/// <summary>
/// A web server with a front end of its own, and in front of the program where that is behind the same proxy.
/// </summary>
sealed class FrontEndSite : IAsyncDisposable
{
    static readonly Regex Programs = new(
        """
        ^/ (api|openapi|swagger|errors|health|media|stage|login/institution) (/|$)
        | ^/[a-z]{2}/studies/[^/]+/[^/]+/?$
        | ^/studies/[^/]+/.
        | ^/exp/studies/ (j/)? [^/]+/[^/]+/preview (/|$)
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace
    );

    static readonly Regex LogOut = new("^/logout/?$", RegexOptions.IgnoreCase);

    readonly WebApplication _app;
    readonly Forwarder _program = new();

    FrontEndSite(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>The program to which everything goes that isn't the front end's; null: there is none behind it.</summary>
    public Uri? Program { get; set; }

    /// <summary>The front end's page, for every address that is the front end's.</summary>
    public string Page { get; set; } = "";

    public static async Task<FrontEndSite> StartAsync()
    {
        var address = new Uri($"http://localhost:{ServerProcess.FreePort()}/");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address.ToString());
        var site = new FrontEndSite(builder.Build(), address);
        site._app.Run(http =>
            site.Program is { } program && site.IsPrograms(http.Request)
                ? site._program.ForwardAsync(http, program)
                : Results.Content(site.Page, "text/html").ExecuteAsync(http)
        );
        await site._app.StartAsync();
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _program.Dispose();
    }

    /// <summary>What docs/front-ends.md says that a proxy leads to the program.</summary>
    public static bool IsPrograms(string method, string path) =>
        Programs.IsMatch(path) || (HttpMethods.IsPost(method) && LogOut.IsMatch(path));

    /// <summary>Every other host than the site's own is one at which a study is played.</summary>
    bool IsPrograms(HttpRequest request) =>
        request.Host.Value != Address.Authority || IsPrograms(request.Method, request.Path);
}
