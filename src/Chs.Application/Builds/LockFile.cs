using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Application.Ports;

namespace Chs.Application.Builds;

/// <summary>
/// Reads which packages a lock file names. A file that can't be read names none: the install command reports what is
/// wrong with it.
/// </summary>
static partial class LockFile
{
    /// <summary>Nesting of dependencies that is followed; real files stay far below.</summary>
    const int MaximumDepth = 50;

    const string ModulesFolder = "node_modules/";

    /// <summary>An entry of yarn.lock in the format of Yarn 1: its heading, and the lines that follow it.</summary>
    const string YarnEntryPattern =
        """^"?(?<name>@?[^@\n"]+)@[^\n]*:\n"""
        + """  version "?(?<version>[^"\n]+)"?\n"""
        + """(?:  resolved [^\n]*\n)?"""
        + """(?:  integrity (?<integrity>\S+)\n)?""";

    public static IReadOnlyList<LockedPackage> Read(SourceTree source) =>
        source switch
        {
            { Lock: { } json, LockName: "package-lock.json" or "npm-shrinkwrap.json" } => ReadNpm(json),
            { Lock: { } text, LockName: "yarn.lock" } => ReadYarn(Encoding.UTF8.GetString(text)),
            _ => [],
        };

    static List<LockedPackage> ReadNpm(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind is not JsonValueKind.Object)
                return [];
            if (root.TryGetProperty("packages", out var packages) && packages.ValueKind is JsonValueKind.Object)
                return ReadPackages(packages);

            List<LockedPackage> collected = [];
            CollectDependencies(root, collected, 0);
            return collected;
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>The flat list of npm 7 and later, by path. The empty path is the runner itself.</summary>
    static List<LockedPackage> ReadPackages(JsonElement packages) =>
        [
            .. from entry in packages.EnumerateObject()
            where entry.Name.Length > 0 && entry.Value.ValueKind is JsonValueKind.Object
            let package = PackageOf(NameOf(entry.Name), entry.Value)
            where package is not null
            select package,
        ];

    /// <summary>The tree that npm wrote up to version 6.</summary>
    static void CollectDependencies(JsonElement element, List<LockedPackage> collected, int depth)
    {
        if (
            depth > MaximumDepth
            || !element.TryGetProperty("dependencies", out var dependencies)
            || dependencies.ValueKind is not JsonValueKind.Object
        )
            return;
        foreach (var entry in dependencies.EnumerateObject().Where(e => e.Value.ValueKind is JsonValueKind.Object))
        {
            if (PackageOf(entry.Name, entry.Value) is { } package)
                collected.Add(package);
            CollectDependencies(entry.Value, collected, depth + 1);
        }
    }

    /// <summary>
    /// The name of a package by the path of its folder, such as <c>node_modules/a/node_modules/@b/c</c>.
    /// </summary>
    static string NameOf(string path)
    {
        var index = path.LastIndexOf(ModulesFolder, StringComparison.Ordinal);
        return index < 0 ? path : path[(index + ModulesFolder.Length)..];
    }

    static LockedPackage? PackageOf(string name, JsonElement entry) =>
        StringOf(entry, "version") is { } version
            ? new LockedPackage(name, version, StringOf(entry, "integrity"))
            : null;

    static string? StringOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    static List<LockedPackage> ReadYarn(string text) =>
        [
            .. from Match entry in YarnEntry().Matches(text)
            let integrity = entry.Groups["integrity"]
            select new LockedPackage(
                entry.Groups["name"].Value,
                entry.Groups["version"].Value,
                integrity.Success ? integrity.Value : null
            ),
        ];

    [GeneratedRegex(YarnEntryPattern, RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex YarnEntry();
}

/// <summary>A package that a lock file names.</summary>
/// <param name="Integrity">
/// Algorithm and Base64 digest, such as <c>sha512-41Cif…==</c>; null when the file gives none.
/// </param>
sealed record LockedPackage(string Name, string Version, string? Integrity);
