using System.Text.Json;
using Chs.Infrastructure.Settings;

namespace Chs.Api.Play;

/// <summary>The scripts and styles of families' pages: our own bundle, or the files that the operator lists in the settings.</summary>
sealed class PlayAssets
{
    const string BasePath = "/play/assets/";

    /// <summary>Maps the name of a file as it is written to the name with a hash that the bundler gave it.</summary>
    const string ManifestName = "manifest.json";

    readonly string _folder = Path.Combine(AppContext.BaseDirectory, "play");
    readonly Dictionary<string, string> _names;
    readonly PlaySettings _settings;

    public PlayAssets(ChsSettings settings)
    {
        _settings = settings.Play;
        using var manifest = File.OpenRead(Path.Combine(_folder, ManifestName));
        _names = JsonSerializer.Deserialize<Dictionary<string, string>>(manifest)!;
    }

    bool IsOwnBundle => _settings.Scripts == "chs";

    /// <summary>Tags of the style sheets of an experiment's page.</summary>
    public string Styles => StyleTag("host.css") + (IsOwnBundle ? StyleTag("jspsych.css") : ListedStyleTags);

    /// <summary>Tags of the scripts of an experiment's page, in order.</summary>
    public string Scripts => IsOwnBundle ? ScriptTag("chs.js") : ListedScriptTags;

    /// <summary>Tag of the script that runs before anything else on the pages of both runners.</summary>
    public string Begin => ScriptTag("begin.js");

    /// <summary>Tag of the module that starts the experiment, once everything is loaded.</summary>
    public string Run => $"""<script type="module" src="{BasePath}{_names["run.js"]}"></script>""";

    string ListedStyleTags =>
        string.Join(
            '\n',
            Listed(isStyle: true)
                .Select(style =>
                    $"""<link rel="stylesheet" href="{style.Url}" integrity="{style.Integrity}" crossorigin="anonymous">"""
                )
        );

    string ListedScriptTags =>
        string.Join(
            '\n',
            Listed(isStyle: false)
                .Select(script =>
                    $"""<script src="{script.Url}" integrity="{script.Integrity}" crossorigin="anonymous"></script>"""
                )
        );

    /// <summary>Name of the worklet that the published packages load from a fixed address.</summary>
    const string MicrophoneCheck = "mic_check.js";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(BasePath + "{file}", (string file, HttpContext http, PlayAssets assets) => assets.Serve(file, http))
            .AtPlay()
            .ExcludeFromDescription();
        routes
            .MapGet("/static/js/" + MicrophoneCheck, (PlayAssets assets) => assets.ServeMicrophoneCheck())
            .AtPlay()
            .ExcludeFromDescription();
    }

    IResult ServeMicrophoneCheck() => Results.File(Path.Combine(_folder, MicrophoneCheck), "text/javascript");

    /// <summary>Serves a file of the bundle. Its name holds a hash of its content, so it may be cached for ever.</summary>
    IResult Serve(string file, HttpContext http)
    {
        if (!IsAsset(file))
            return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        var type = Path.GetExtension(file) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".woff2" => "font/woff2",
            _ => "application/octet-stream",
        };
        return Results.File(Path.Combine(_folder, file), type);
    }

    bool IsAsset(string file) =>
        file == Path.GetFileName(file) && file != ManifestName && File.Exists(Path.Combine(_folder, file));

    string StyleTag(string name) => $"""<link rel="stylesheet" href="{BasePath}{_names[name]}">""";

    string ScriptTag(string name) => $"""<script src="{BasePath}{_names[name]}"></script>""";

    IEnumerable<PlayScript> Listed(bool isStyle) => _settings.ListLookitFiles().Where(file => file.IsStyle == isStyle);
}
