using Chs.Domain.Builds;

namespace Chs.Application.Ports;

/// <summary>A running container. Disposing it stops its commands and removes it.</summary>
public interface IContainer : IAsyncDisposable
{
    /// <summary>Unpacks a tar archive into a folder of the container.</summary>
    Task CopyInAsync(Stream tar, string folder, CancellationToken cancellationToken);

    /// <summary>Runs a command to its end.</summary>
    /// <param name="onLine">Called for each line that the command prints.</param>
    Task<CommandResult> RunAsync(
        ContainerCommand command,
        Action<BuildLine> onLine,
        CancellationToken cancellationToken
    );

    /// <summary>Runs a command and passes its output to a reader as bytes.</summary>
    Task<CommandResult> ReadAsync(
        ContainerCommand command,
        Func<Stream, CancellationToken, Task> read,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// The hosts that commands asked for in vain since this was called last, each once. Empty where it can't reach any.
    /// </summary>
    IReadOnlyList<UnreachedHost> TakeUnreachedHosts();

    /// <summary>Saves the container's files as an image.</summary>
    Task SaveAsImageAsync(string tag, CancellationToken cancellationToken);
}

/// <summary>A command to run in a container.</summary>
/// <param name="Arguments">The program and its arguments.</param>
/// <param name="WorkingDirectory">The working directory.</param>
/// <param name="Environment">Environment variables.</param>
public sealed record ContainerCommand(
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment
);

/// <summary>A host that a command asked for in vain.</summary>
/// <param name="Address">Host, with the port unless it is 443.</param>
public sealed record UnreachedHost(string Address, UnreachedReason Reason);

/// <summary>Why a host wasn't reached.</summary>
public enum UnreachedReason
{
    /// <summary>It isn't among the hosts that may be asked.</summary>
    NotAllowed = 1,

    /// <summary>It was asked without encryption, which is never allowed.</summary>
    NotEncrypted,

    /// <summary>It is allowed, but its address is inside the institution.</summary>
    PrivateAddress,

    /// <summary>It is allowed, but has no address or doesn't answer.</summary>
    NoAnswer,
}

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Null when we stopped the command.</param>
/// <param name="StopReason">Why we stopped the command; null when it ended by itself.</param>
public sealed record CommandResult(int? ExitCode, CommandStopReason? StopReason)
{
    public bool Succeeded => StopReason is null && ExitCode == 0;
}

/// <summary>Why a command was stopped.</summary>
public enum CommandStopReason
{
    TooLong = 1,
    TooMuchOutput,
    TooMuchDisk,
    OutOfMemory,
}
