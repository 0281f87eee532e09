using Chs.Application.Ports;
using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>
/// Runs the commands of an experiment runner in a container, and translates how they ended into failures of the build.
/// </summary>
static class ExperimentRunnerCommands
{
    /// <summary>Codes for the failures that the log has to explain.</summary>
    public sealed record FailureCodes(string TooLong, string Failed);

    public static readonly FailureCodes Dependencies = new("build.dependencies_too_long", "build.dependencies_failed");

    public static readonly FailureCodes Build = new("build.build_too_long", "build.script_failed");

    /// <summary>Runs a command and shows it in the build's log.</summary>
    /// <returns>Null when the command succeeded.</returns>
    public static async Task<BuildFailure?> RunAsync(
        IContainer container,
        ContainerCommand command,
        FailureCodes codes,
        BuildLogWriter log,
        CancellationToken cancellationToken
    )
    {
        var text = string.Join(' ', command.Arguments);
        log.Note($"$ {text}");
        var end = await container.RunAsync(command, log.Add, cancellationToken);
        return FailureOf(end, text, codes);
    }

    /// <returns>Null when the command succeeded.</returns>
    public static BuildFailure? FailureOf(CommandResult end, string command, FailureCodes codes)
    {
        if (end.Succeeded)
            return null;
        return end.StopReason switch
        {
            CommandStopReason.TooLong => Failure(codes.TooLong, "took too long and was stopped."),
            CommandStopReason.TooMuchOutput => Failure("build.too_much_output", "printed too much and was stopped."),
            CommandStopReason.TooMuchDisk => Failure("build.too_much_disk", "wrote more than it may and was stopped."),
            CommandStopReason.OutOfMemory => Failure("build.out_of_memory", "needed more memory than it may use."),
            _ => Failure(codes.Failed, ProblemOf(end.ExitCode)),
        };

        BuildFailure Failure(string code, string problem) => new(code, $"'{command}' {problem}", IsTransient: false);
    }

    /// <summary>Says what went wrong. Shells and engines end with 126 or 127 where a program isn't there.</summary>
    static string ProblemOf(int? exitCode) =>
        exitCode switch
        {
            126 or 127 =>
                "failed because a program isn't there, or can't be executed: it must be in the base image or among the "
                    + "dependencies. The log says which.",
            _ => $"failed with exit code {exitCode}. The log shows why.",
        };

    /// <summary>Says for people which host a command couldn't reach, and what would change that.</summary>
    public static string Explain(UnreachedHost host) =>
        host.Reason switch
        {
            UnreachedReason.NotAllowed =>
                $"{host.Address} was asked for and may not be reached while dependencies are installed. The operator can "
                    + $"allow it: Chs__Builds__MoreHosts__0={host.Address} (or the next free number)",
            UnreachedReason.NotEncrypted =>
                $"{host.Address} was asked for without encryption, which isn't allowed: the runner must use https.",
            UnreachedReason.PrivateAddress =>
                $"{host.Address} was asked for and has an address inside the institution. The operator can allow such "
                    + "addresses: Chs__Builds__PrivateRegistries=true",
            _ => $"{host.Address} was asked for and may be reached, but doesn't answer from this machine.",
        };

    /// <summary>The environment of every command, and some variables besides.</summary>
    /// <remarks>The runner's code reads it, so it must never contain a secret.</remarks>
    public static IReadOnlyDictionary<string, string> Environment(
        params ReadOnlySpan<(string Name, string Value)> additional
    )
    {
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = "/tmp/home",
            // Tells tools that nobody can answer their questions.
            ["CI"] = "true",
            ["npm_config_cache"] = "/tmp/npm",
            ["YARN_CACHE_FOLDER"] = "/tmp/yarn",
            ["TMPDIR"] = "/tmp",
        };
        foreach (var (name, value) in additional)
            environment[name] = value;
        return environment;
    }
}
