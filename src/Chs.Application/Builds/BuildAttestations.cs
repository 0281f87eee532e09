using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chs.Application.Ports;
using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>What is written down beside a build's files: how they were made, and of what.</summary>
static partial class BuildAttestations
{
    const string BuildType = "https://github.com/chs/builds/v1";

    /// <summary>An in-toto statement with a SLSA provenance predicate: subjects are the files.</summary>
    public static byte[] Provenance(
        BuildLease order,
        ExperimentRunnerRecipe recipe,
        string baseImage,
        string inputs,
        IReadOnlyList<BuildFile> files,
        DateTimeOffset now
    ) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                _type = "https://in-toto.io/Statement/v1",
                subject = files
                    .OrderBy(f => f.Path, StringComparer.Ordinal)
                    .Select(f => new { name = order.Home + f.Path, digest = new { sha256 = f.Digest } }),
                predicateType = "https://slsa.dev/provenance/v1",
                predicate = new
                {
                    buildDefinition = new
                    {
                        buildType = BuildType,
                        externalParameters = new
                        {
                            study = order.StudyId,
                            repository = order.Repository,
                            commit = order.Commit,
                        },
                        internalParameters = new
                        {
                            node = recipe.Node,
                            install = recipe.Install,
                            build = recipe.Build,
                            output = recipe.Output,
                            fingerprintPrefix = order.Home,
                            inputs = new { sha256 = inputs },
                        },
                        resolvedDependencies = new object[]
                        {
                            new
                            {
                                uri = $"git+{order.Repository}@{order.Commit}",
                                digest = new { gitCommit = order.Commit },
                            },
                            new { uri = $"docker-image:{baseImage}", name = "base image" },
                        },
                    },
                    runDetails = new
                    {
                        builder = new
                        {
                            id = "https://github.com/chs/build-worker",
                            version = new { chs = typeof(BuildAttestations).Assembly.GetName().Version?.ToString() },
                        },
                        metadata = new
                        {
                            invocationId = $"urn:uuid:{order.Id}",
                            startedOn = order.StartedAt,
                            finishedOn = now,
                        },
                    },
                },
            }
        );

    /// <summary>A CycloneDX list of the npm packages that the lock file pins.</summary>
    public static byte[] Components(BuildLease order, SourceTree tree, DateTimeOffset now)
    {
        var packages = tree switch
        {
            { Lock: { } json, LockName: "package-lock.json" or "npm-shrinkwrap.json" } => OfNpm(json),
            { Lock: { } text, LockName: "yarn.lock" } => OfYarn(Encoding.UTF8.GetString(text)),
            _ => [],
        };
        return JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object>
            {
                ["bomFormat"] = "CycloneDX",
                ["specVersion"] = "1.5",
                ["serialNumber"] = $"urn:uuid:{order.Id}",
                ["version"] = 1,
                ["metadata"] = new Dictionary<string, object>
                {
                    ["timestamp"] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ"),
                    ["component"] = new Dictionary<string, object>
                    {
                        ["type"] = "application",
                        ["bom-ref"] = "runner",
                        ["name"] = order.Repository,
                        ["version"] = order.Commit,
                    },
                },
                ["components"] = packages
                    .DistinctBy(p => (p.Name, p.Version))
                    .OrderBy(p => p.Name, StringComparer.Ordinal)
                    .ThenBy(p => p.Version, StringComparer.Ordinal)
                    .Select(ComponentOf)
                    .ToList(),
            }
        );
    }

    static Dictionary<string, object> ComponentOf(Package package)
    {
        var purl =
            $"pkg:npm/{(package.Name.StartsWith('@') ? "%40" + package.Name[1..] : package.Name)}@{Uri.EscapeDataString(package.Version)}";
        var component = new Dictionary<string, object>
        {
            ["type"] = "library",
            ["bom-ref"] = purl,
            ["name"] = package.Name,
            ["version"] = package.Version,
            ["purl"] = purl,
        };
        if (
            package.Integrity?.Split('-', 2) is [var algorithm, var value]
            && Algorithm(algorithm) is { } known
            && Convert.TryFromBase64String(value, new byte[value.Length], out _)
        )
            component["hashes"] = new[]
            {
                new { alg = known, content = Convert.ToHexStringLower(Convert.FromBase64String(value)) },
            };
        return component;
    }

    static string? Algorithm(string name) =>
        name switch
        {
            "sha512" => "SHA-512",
            "sha384" => "SHA-384",
            "sha256" => "SHA-256",
            "sha1" => "SHA-1",
            _ => null,
        };

    static List<Package> OfNpm(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                return [];
            if (
                document.RootElement.TryGetProperty("packages", out var packages)
                && packages.ValueKind is JsonValueKind.Object
            )
                return
                [
                    .. from entry in packages.EnumerateObject()
                    where entry.Name.Length > 0 && entry.Value.ValueKind is JsonValueKind.Object
                    let package = PackageOf(NameOf(entry.Name), entry.Value)
                    where package is not null
                    select package,
                ];
            List<Package> found = [];
            Collect(document.RootElement, found, 0); // the older form: a tree
            return found;
        }
        catch (JsonException)
        {
            return []; // the package manager will have said so
        }
    }

    static void Collect(JsonElement element, List<Package> found, int depth)
    {
        if (
            depth > 50
            || !element.TryGetProperty("dependencies", out var dependencies)
            || dependencies.ValueKind is not JsonValueKind.Object
        )
            return;
        foreach (var entry in dependencies.EnumerateObject().Where(e => e.Value.ValueKind is JsonValueKind.Object))
        {
            if (PackageOf(entry.Name, entry.Value) is { } package)
                found.Add(package);
            Collect(entry.Value, found, depth + 1);
        }
    }

    static string NameOf(string path) =>
        path[
            (
                path.LastIndexOf("node_modules/", StringComparison.Ordinal) is var at and >= 0
                    ? at + "node_modules/".Length
                    : 0
            )..
        ];

    static Package? PackageOf(string name, JsonElement entry) =>
        Text(entry, "version") is { } version ? new Package(name, version, Text(entry, "integrity")) : null;

    static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    static List<Package> OfYarn(string text) =>
        [
            .. from Match entry in YarnEntry().Matches(text)
            select new Package(
                entry.Groups["name"].Value,
                entry.Groups["version"].Value,
                entry.Groups["integrity"] is { Success: true, Value: var integrity } ? integrity : null
            ),
        ];

    [GeneratedRegex(
        """^"?(?<name>@?[^@\n"]+)@[^\n]*:\n  version "?(?<version>[^"\n]+)"?\n(?:  resolved [^\n]*\n)?(?:  integrity (?<integrity>\S+)\n)?""",
        RegexOptions.Multiline | RegexOptions.NonBacktracking
    )]
    private static partial Regex YarnEntry();

    sealed record Package(string Name, string Version, string? Integrity);
}
