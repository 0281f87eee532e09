using System.Text.Json;
using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>The records that are stored with a build's files: how they were made, and from which packages.</summary>
static class BuildAttestations
{
    const string BuildType = "https://github.com/chs/builds/v1";
    const string BuilderId = "https://github.com/chs/build-worker";

    /// <summary>An in-toto statement with a SLSA provenance predicate. Its subjects are the build's files.</summary>
    public static byte[] Provenance(BuildRun run, IReadOnlyList<BuildFile> files, DateTimeOffset now)
    {
        var subjects = files
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .Select(f => new { name = run.Lease.BasePath + f.Path, digest = new { sha256 = f.Digest } });
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                _type = "https://in-toto.io/Statement/v1",
                subject = subjects,
                predicateType = "https://slsa.dev/provenance/v1",
                predicate = new { buildDefinition = BuildDefinition(run), runDetails = RunDetails(run.Lease, now) },
            }
        );
    }

    /// <summary>A CycloneDX list of the npm packages that the runner's lock file names.</summary>
    public static byte[] Components(BuildRun run, DateTimeOffset now)
    {
        var packages = LockFile
            .Read(run.Source)
            .DistinctBy(p => (p.Name, p.Version))
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .ThenBy(p => p.Version, StringComparer.Ordinal);
        return JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object>
            {
                ["bomFormat"] = "CycloneDX",
                ["specVersion"] = "1.5",
                ["serialNumber"] = $"urn:uuid:{run.Lease.Id}",
                ["version"] = 1,
                ["metadata"] = new Dictionary<string, object>
                {
                    ["timestamp"] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ"),
                    ["component"] = new Dictionary<string, object>
                    {
                        ["type"] = "application",
                        ["bom-ref"] = "runner",
                        ["name"] = run.Lease.Repository,
                        ["version"] = run.Lease.Commit,
                    },
                },
                ["components"] = packages.Select(ComponentOf).ToList(),
            }
        );
    }

    static object BuildDefinition(BuildRun run) =>
        new
        {
            buildType = BuildType,
            externalParameters = new
            {
                study = run.Lease.StudyId,
                repository = run.Lease.Repository,
                commit = run.Lease.Commit,
            },
            internalParameters = new
            {
                node = run.Recipe.Node,
                install = run.Recipe.Install,
                build = run.Recipe.Build,
                output = run.Recipe.Output,
                fingerprintPrefix = run.Lease.BasePath,
                inputs = new { sha256 = run.InputDigest },
            },
            resolvedDependencies = new object[]
            {
                new
                {
                    uri = $"git+{run.Lease.Repository}@{run.Lease.Commit}",
                    digest = new { gitCommit = run.Lease.Commit },
                },
                new { uri = $"docker-image:{run.BaseImage}", name = "base image" },
            },
        };

    static object RunDetails(BuildLease lease, DateTimeOffset now) =>
        new
        {
            builder = new
            {
                id = BuilderId,
                version = new { chs = typeof(BuildAttestations).Assembly.GetName().Version?.ToString() },
            },
            metadata = new
            {
                invocationId = $"urn:uuid:{lease.Id}",
                startedOn = lease.StartedAt,
                finishedOn = now,
            },
        };

    static Dictionary<string, object> ComponentOf(LockedPackage package)
    {
        var packageUrl = PackageUrl(package);
        var component = new Dictionary<string, object>
        {
            ["type"] = "library",
            ["bom-ref"] = packageUrl,
            ["name"] = package.Name,
            ["version"] = package.Version,
            ["purl"] = packageUrl,
        };
        if (HashOf(package.Integrity) is { } hash)
            component["hashes"] = new[] { hash };
        return component;
    }

    /// <summary>The package's address in the form of the purl specification, which wants a leading @ escaped.</summary>
    static string PackageUrl(LockedPackage package)
    {
        var name = package.Name.StartsWith('@') ? "%40" + package.Name[1..] : package.Name;
        return $"pkg:npm/{name}@{Uri.EscapeDataString(package.Version)}";
    }

    /// <param name="integrity">Algorithm and Base64 digest, such as <c>sha512-41Cif…==</c>.</param>
    /// <returns>Null when there is none, or it can't be read.</returns>
    static object? HashOf(string? integrity)
    {
        if (integrity?.Split('-', 2) is not [var name, var digest])
            return null;
        var algorithm = name switch
        {
            "sha512" => "SHA-512",
            "sha384" => "SHA-384",
            "sha256" => "SHA-256",
            "sha1" => "SHA-1",
            _ => null,
        };
        var bytes = new byte[digest.Length];
        if (algorithm is null || !Convert.TryFromBase64String(digest, bytes, out var length))
            return null;
        return new { alg = algorithm, content = Convert.ToHexStringLower(bytes.AsSpan(0, length)) };
    }
}
