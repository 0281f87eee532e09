using System.Text.Json;
using Chs.Infrastructure;
using Chs.Infrastructure.Settings;

namespace Chs.Api.Play;

/// <summary>The scripts and styles of families' pages: our own bundle, or the list that the operator gave.</summary>
sealed class PlayAssets
{
    const string Path = "/stage/assets/";

    readonly string _folder = System.IO.Path.Combine(AppContext.BaseDirectory, "stage");
    readonly Dictionary<string, string> _names;
    readonly PlaySettings _settings;

    public PlayAssets(ChsSettings settings)
    {
        _settings = settings.Play;
        using var manifest = File.OpenRead(System.IO.Path.Combine(_folder, "manifest.json"));
        _names = JsonSerializer.Deserialize<Dictionary<string, string>>(manifest)!;
    }

    bool IsOwn => _settings.Scripts == "chs";

    /// <summary>Tags of the style sheets of an experiment's page.</summary>
    public string Styles =>
        Own("host.css")
        + (
            IsOwn
                ? Own("jspsych.css")
                : Foreign(
                    ".css",
                    s => $"""<link rel="stylesheet" href="{s.Url}" integrity="{s.Integrity}" crossorigin="anonymous">"""
                )
        );

    /// <summary>Tags of the scripts of an experiment's page, in order.</summary>
    public string Scripts =>
        IsOwn
            ? Own("chs.js")
            : Foreign(
                ".js",
                s => $"""<script src="{s.Url}" integrity="{s.Integrity}" crossorigin="anonymous"></script>"""
            );

    /// <summary>Tag of the script that sends what earlier pages of this browser couldn't.</summary>
    public string Leftovers => Own("leftovers.js");

    /// <summary>Hosts of the manifest, for the Content-Security-Policy.</summary>
    public IEnumerable<string> Hosts =>
        IsOwn
            ? []
            : _settings.Lookit.Select(script => new Uri(script.Url).GetLeftPart(UriPartial.Authority)).Distinct();

    /// <summary>Serves a file of the bundle; its name holds a hash of its content, so it may be kept for ever.</summary>
    public IResult Serve(string file, HttpContext http)
    {
        if (!IsAsset(file))
            return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        var type = System.IO.Path.GetExtension(file) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".woff2" => "font/woff2",
            _ => "application/octet-stream",
        };
        return Results.File(System.IO.Path.Combine(_folder, file), type);
    }

    bool IsAsset(string file) =>
        file == System.IO.Path.GetFileName(file)
        && file != "manifest.json"
        && File.Exists(System.IO.Path.Combine(_folder, file));

    string Own(string name) =>
        name.EndsWith(".css", StringComparison.Ordinal)
            ? $"""<link rel="stylesheet" href="{Path}{_names[name]}">"""
            : $"""<script src="{Path}{_names[name]}"></script>""";

    string Foreign(string extension, Func<PlayScript, string> tag) =>
        string.Join(
            '\n',
            _settings.Lookit.Where(script => script.Url.EndsWith(extension, StringComparison.Ordinal)).Select(tag)
        );
}
