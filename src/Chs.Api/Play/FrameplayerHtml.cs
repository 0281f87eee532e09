using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser.Tokens;
using Chs.Application.Builds;

namespace Chs.Api.Play;

/// <summary>
/// Adapts a built player's page to a session: settings that no build may hold, and our own script before its scripts.
/// </summary>
/// <remarks>Everything else stays as the build wrote it, byte for byte.</remarks>
static class FrameplayerHtml
{
    /// <summary>Name of the meta element in which the player finds its settings, as URL-encoded JSON.</summary>
    const string SettingsName = "ember-lookit-frameplayer/config/environment";

    /// <summary>The player's own scripts are files of the build.</summary>
    const string FilesPath = "/studies/";

    /// <param name="beginning">What must stand before all of the page's scripts, as HTML.</param>
    public static string ForSession(string html, string beginning)
    {
        var page = new StringBuilder();
        var copied = 0;
        var (hasBegun, isDirected) = (false, false);
        foreach (var tag in PageTags.Read(html))
        {
            if (tag.Name == "meta" && SettingsIn(tag) is { } settings && ContentOf(html, tag) is { } content)
                Replace(content, Encode(settings));
            if (tag.Name != "script")
                continue;
            var start = tag.Position.Index;
            if (!hasBegun)
                Replace(start..start, beginning);
            hasBegun = true;
            if (isDirected || !tag.GetAttribute("src").StartsWith(FilesPath, StringComparison.Ordinal))
                continue;
            Replace(start..start, UploadScript);
            isDirected = true;
        }

        return page.Append(html, copied, html.Length - copied).ToString();

        void Replace(Range place, string text)
        {
            page.Append(html, copied, place.Start.Value - copied).Append(text);
            copied = place.End.Value;
        }
    }

    /// <summary>
    /// Directs the recorder's uploads to this host. Stands before the player's own script:
    /// there the recorder's library is loaded and the player isn't yet.
    /// </summary>
    const string UploadScript =
        "<script>if (window.AWS && AWS.config) "
        + "AWS.config.s3 = { endpoint: location.origin + \"/play/uploads\", s3ForcePathStyle: true };</script>";

    /// <returns>The session's settings; null when the tag isn't in the form of this player.</returns>
    static JsonObject? SettingsIn(HtmlTagToken tag)
    {
        var isNamed = tag.GetAttribute("name").Equals(SettingsName, StringComparison.OrdinalIgnoreCase);
        if (!isNamed || Parse(tag.GetAttribute("content")) is not { } settings)
            return null;
        // Placeholders: nothing that a browser gets is a secret, and nothing receives uploads yet.
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
        return settings;
    }

    static JsonObject? Parse(string content)
    {
        try
        {
            return JsonNode.Parse(Uri.UnescapeDataString(content)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static string Encode(JsonObject settings) =>
        HtmlEncoder.Default.Encode(Uri.EscapeDataString(settings.ToJsonString()));

    /// <returns>Where the content of a meta element stands; null when it has no quotation marks.</returns>
    static Range? ContentOf(string html, HtmlTagToken meta)
    {
        var attribute = meta.Attributes.First(attribute => attribute.Name == "content");
        var start = html.IndexOf('=', attribute.Position.Index) + 1;
        while (char.IsWhiteSpace(html[start]))
            start++;
        var mark = html[start];
        if (mark is not ('"' or '\''))
            return null;
        return (start + 1)..html.IndexOf(mark, start + 1);
    }
}
