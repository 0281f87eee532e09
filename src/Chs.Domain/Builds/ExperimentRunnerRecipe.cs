using System.Text.Json;

namespace Chs.Domain.Builds;

/// <summary>How a runner's repository is turned into files: what its <c>chs-runner.json</c> says, or else the frameplayer's conventions.</summary>
/// <param name="Node">Major version of Node.js.</param>
/// <param name="Install">Commands that fetch dependencies, with network.</param>
/// <param name="Build">The command that builds, without network.</param>
/// <param name="Output">Folder of the result, below the source.</param>
/// <param name="FingerprintVariable">Name of the environment variable that carries the address of the study's files, such as <c>/studies/uuid/</c>.</param>
public sealed record ExperimentRunnerRecipe(
    string Node,
    IReadOnlyList<IReadOnlyList<string>> Install,
    IReadOnlyList<string> Build,
    string Output,
    string FingerprintVariable
)
{
    public const string FileName = "chs-runner.json";
    const string Fingerprint = "PREPEND_FINGERPRINT";

    /// <summary>The conventions of a repository without <see cref="FileName"/>: yarn or npm, bower, Ember.</summary>
    /// <param name="has">Whether the repository holds a file of this name at its top.</param>
    public static Outcome<ExperimentRunnerRecipe> ByConvention(Func<string, bool> has)
    {
        if (!has("package.json"))
            return Refuse("It holds neither chs-runner.json nor package.json: this isn't an experiment runner.");
        List<IReadOnlyList<string>> install =
        [
            has("yarn.lock") ? ["yarn", "install", "--frozen-lockfile"]
            : has("package-lock.json") ? ["npm", "ci"]
            : ["npm", "install"],
        ];
        if (has("bower.json"))
            install.Add(["bower", "install", "--allow-root"]);
        return new ExperimentRunnerRecipe(
            "12",
            install,
            ["node_modules/.bin/ember", "build", "--environment=production"],
            "dist",
            Fingerprint
        );
    }

    /// <summary>Reads a <see cref="FileName"/>.</summary>
    public static Outcome<ExperimentRunnerRecipe> Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(
                json,
                new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
            );
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind is not JsonValueKind.Object)
                return Refuse("chs-runner.json must hold an object.");
            var node = root.TryGetProperty("node", out var said) ? said.ToString() : "20";
            if (node.Length is 0 or > 3 || !node.All(char.IsAsciiDigit))
                return Refuse("'node' must be a major version such as \"20\".");
            if (Command(root, "install") is not { } install || Command(root, "build") is not { Count: > 0 } build)
                return Refuse("'install' and 'build' must be lists of words, such as [\"npm\", \"ci\"].");
            var output =
                root.TryGetProperty("output", out var folder) && folder.ValueKind is JsonValueKind.String
                    ? FileNames.Below(folder.GetString()!)
                    : "dist";
            if (output is null)
                return Refuse("'output' must be a folder below the repository.");
            var variable =
                root.TryGetProperty("fingerprintPrefix", out var name) && name.ValueKind is JsonValueKind.String
                    ? name.GetString()!
                    : Fingerprint;
            if (
                variable.Length is 0 or > 100
                || !variable.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
                || char.IsAsciiDigit(variable[0])
            )
                return Refuse("'fingerprintPrefix' must be the name of an environment variable.");
            return new ExperimentRunnerRecipe(node, install is [] ? [] : [install], build, output, variable);
        }
        catch (JsonException fault)
        {
            return Refuse($"chs-runner.json can't be read: {fault.Message}");
        }
    }

    static List<string>? Command(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var words))
            return [];
        if (words.ValueKind is not JsonValueKind.Array || words.GetArrayLength() > 50)
            return null;
        var command = words
            .EnumerateArray()
            .Select(word => word.ValueKind is JsonValueKind.String ? word.GetString() : null)
            .ToList();
        return command.All(word => word is { Length: > 0 and < 1000 } && !word.Contains('\0'))
            ? [.. command.OfType<string>()]
            : null;
    }

    static Error Refuse(string why) => Error.Conflict("runner.not_a_runner", why);
}
