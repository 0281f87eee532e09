namespace Chs.Infrastructure.Settings;

/// <summary>A file of the manifest <c>lookit</c>.</summary>
/// <param name="Url">Absolute https address; ends in .css or .js.</param>
/// <param name="Integrity">The integrity value that browsers check, such as <c>sha384-…</c>.</param>
public sealed record PlayScript(string Url, string Integrity)
{
    internal static IReadOnlyList<PlayScript> ReadList(SettingsReader reader, string key)
    {
        List<PlayScript> scripts = [];
        foreach (var section in reader.Sections(key))
        {
            var script = new PlayScript(section["Url"] ?? "", section["Integrity"] ?? "");
            if (!IsAddressOfScriptOrStyle(script.Url))
                reader.Fault(
                    $"{key}:{section.Key}:Url",
                    $"'{script.Url}' isn't the https address of a .js or .css file"
                );
            if (!IsIntegrity(script.Integrity))
                reader.Fault($"{key}:{section.Key}:Integrity", "give the file's integrity value, such as sha384-…");
            scripts.Add(script);
        }

        return scripts;
    }

    // Both values are written into attributes of a page, hence no quotation marks.
    static bool IsAddressOfScriptOrStyle(string url) =>
        url.StartsWith("https://", StringComparison.Ordinal)
        && !url.Contains('"')
        && (url.EndsWith(".js", StringComparison.Ordinal) || url.EndsWith(".css", StringComparison.Ordinal));

    static bool IsIntegrity(string integrity) =>
        integrity.StartsWith("sha", StringComparison.Ordinal) && !integrity.Contains('"');
}
