using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Chs.Api.Play;

/// <summary>Adapts a built player's page to a session: settings that no build may hold, and a nonce on its scripts.</summary>
static partial class PlayerHtml
{
    const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>Name of the meta element in which the player finds its settings, as URL-encoded JSON.</summary>
    const string SettingsName = "ember-lookit-frameplayer/config/environment";

    public static string ForSession(string html, string nonce)
    {
        html = SettingsElement().Replace(html, element => WithSessionSettings(element.Value));
        html = ScriptStart().Replace(html, $"<script nonce=\"{nonce}\"");
        var playerScript = PlayerScriptStart().Match(html);
        return playerScript.Success ? html.Insert(playerScript.Index, UploadScript(nonce)) : html;
    }

    /// <summary>
    /// Directs the recorder's uploads to this site. Stands before the player's own script:
    /// there the recorder's library is loaded and the player isn't yet.
    /// </summary>
    static string UploadScript(string nonce) =>
        $"<script nonce=\"{nonce}\">if (window.AWS && AWS.config) "
        + "AWS.config.s3 = { endpoint: location.origin + \"/stage/uploads\", s3ForcePathStyle: true };</script>";

    /// <returns>The element as it was when it isn't in the form of this player.</returns>
    static string WithSessionSettings(string element)
    {
        var content = ContentAttribute().Match(element).Groups["json"];
        if (!content.Success || ReadSettings(content.Value) is not { } settings)
            return element;

        // Placeholders: whether an upload is accepted depends on the session.
        settings["awsRecording"] = new JsonObject
        {
            ["region"] = "us-east-1",
            ["accessKeyId"] = "none",
            ["secretAccessKey"] = "none",
            ["bucket"] = "chs",
        };
        settings["pipeLoc"] = "";
        settings["pipeEnv"] = "";
        settings["sentry"] = new JsonObject { ["dsn"] = "" };
        return string.Concat(
            element.AsSpan(0, content.Index),
            HtmlEncoder.Default.Encode(Uri.EscapeDataString(settings.ToJsonString())),
            element.AsSpan(content.Index + content.Length)
        );
    }

    static JsonObject? ReadSettings(string attribute)
    {
        try
        {
            return JsonNode.Parse(Uri.UnescapeDataString(WebUtility.HtmlDecode(attribute))) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex($"<meta[^>]*name=[\"']{SettingsName}[\"'][^>]*>", Options)]
    private static partial Regex SettingsElement();

    [GeneratedRegex("\\scontent=(?:\"(?<json>[^\"]*)\"|'(?<json>[^']*)')", Options)]
    private static partial Regex ContentAttribute();

    [GeneratedRegex("<script\\b", Options)]
    private static partial Regex ScriptStart();

    /// <summary>The player's own scripts are files of the build.</summary>
    [GeneratedRegex("<script\\b[^>]*\\ssrc=[\"']/studies/", Options)]
    private static partial Regex PlayerScriptStart();
}
