using System.Text;
using System.Text.Json;

namespace Chs.Domain.Builds;

/// <summary>How the repository of an experiment runner is built.</summary>
/// <remarks>Its <c>chs-runner.json</c> describes it; without one the conventions of the frameplayer apply.</remarks>
/// <param name="Node">Major version of Node.js.</param>
/// <param name="Install">Commands that fetch dependencies, run with network access.</param>
/// <param name="Build">The command that builds, run without network access.</param>
/// <param name="Output">Folder of the result, relative to the repository.</param>
/// <param name="FingerprintVariable">
/// Name of the environment variable that tells the build the address of the study's files, such as <c>/studies/uuid/</c>.
/// </param>
/// <param name="IsBuiltOncePerCommit">
/// Whether the build writes the address of the study's files into these as it is, and uses it for nothing else: then
/// further studies take the files of the first, with their own address in them. So does the frameplayer.
/// </param>
public sealed record ExperimentRunnerRecipe(
    string Node,
    IReadOnlyList<IReadOnlyList<string>> Install,
    IReadOnlyList<string> Build,
    string Output,
    string FingerprintVariable,
    bool IsBuiltOncePerCommit
)
{
    public const string FileName = "chs-runner.json";
    const string Fingerprint = "PREPEND_FINGERPRINT";

    /// <summary>The conventions for a repository without <see cref="FileName"/>: yarn or npm, bower, Ember.</summary>
    /// <param name="has">Whether a file of this name is in the root of the repository.</param>
    public static Outcome<ExperimentRunnerRecipe> ByConvention(Func<string, bool> has)
    {
        if (!has("package.json"))
            return BuildErrors.NotARunner(
                "It holds neither chs-runner.json nor package.json: this isn't an experiment runner."
            );
        List<IReadOnlyList<string>> install = [InstallByLockFile(has)];
        if (has("bower.json"))
            install.Add(["bower", "install", "--allow-root"]);
        return new ExperimentRunnerRecipe(
            "12",
            install,
            ["node_modules/.bin/ember", "build", "--environment=production"],
            "dist",
            Fingerprint,
            IsBuiltOncePerCommit: true
        );
    }

    static string[] InstallByLockFile(Func<string, bool> has)
    {
        if (has("yarn.lock"))
            return ["yarn", "install", "--frozen-lockfile"];
        return has("package-lock.json") ? ["npm", "ci"] : ["npm", "install"];
    }

    /// <summary>Reads a <see cref="FileName"/>.</summary>
    public static Outcome<ExperimentRunnerRecipe> Read(ReadOnlySpan<byte> json)
    {
        var text = ByteOrderMark.TrimFrom(Encoding.UTF8.GetString(json));
        var options = new JsonDocumentOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
        };
        try
        {
            using var document = JsonDocument.Parse(text, options);
            return Read(document.RootElement);
        }
        // The second: half of a character, which is noticed only when the text that holds it is looked at.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            var fault =
                JsonFault.Of(text, isLenient: true, allowsHalves: false)?.Sentence ?? "It is nested too deeply.";
            return BuildErrors.NotARunner($"chs-runner.json can't be read. {fault}");
        }
    }

    static Outcome<ExperimentRunnerRecipe> Read(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object)
            return BuildErrors.NotARunner("chs-runner.json must hold an object.");

        var node = root.TryGetProperty("node", out var version) ? version.ToString() : "20";
        if (node.Length is 0 or > 3 || !node.All(char.IsAsciiDigit))
            return BuildErrors.NotARunner("'node' must be a major version such as \"20\".");

        if (Command(root, "install") is not { } install || Command(root, "build") is not { Count: > 0 } build)
            return BuildErrors.NotARunner("'install' and 'build' must be lists of words, such as [\"npm\", \"ci\"].");

        if (FileNames.NormalizeRelativePath(Text(root, "output") ?? "dist") is not { } output)
            return BuildErrors.NotARunner("'output' must be a folder below the repository.");

        var variable = Text(root, "fingerprintPrefix") ?? Fingerprint;
        if (!IsVariableName(variable))
            return BuildErrors.NotARunner("'fingerprintPrefix' must be the name of an environment variable.");

        var isBuiltOnce = root.TryGetProperty("oncePerCommit", out var once) && once.ValueKind is JsonValueKind.True;
        if (!isBuiltOnce && once.ValueKind is not (JsonValueKind.False or JsonValueKind.Undefined))
            return BuildErrors.NotARunner("'oncePerCommit' must be true or false.");

        return new ExperimentRunnerRecipe(node, install is [] ? [] : [install], build, output, variable, isBuiltOnce);
    }

    /// <summary>The text of a member; null when it is absent or no text.</summary>
    static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary>The words of a command; empty when the member is absent, null when it isn't a command.</summary>
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

    static bool IsVariableName(string name) =>
        name.Length is > 0 and <= 100
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        && !char.IsAsciiDigit(name[0]);
}
