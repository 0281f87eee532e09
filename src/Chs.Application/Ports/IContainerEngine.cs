using Chs.Domain.Builds;

namespace Chs.Application.Ports;

/// <summary>Runs foreign code where it can do no harm: no rights, no network of its own, limited in everything, gone afterwards.</summary>
public interface IContainerEngine
{
    /// <returns>Null when containers can be run, else what is missing and how to get it.</returns>
    Task<string?> WhatIsMissingAsync(CancellationToken cancellationToken);

    /// <returns>The image's id, fetched when it isn't here; null when it can't be had.</returns>
    Task<string?> FindImageAsync(string reference, bool fetch, CancellationToken cancellationToken);

    /// <summary>Starts a container that waits for commands.</summary>
    Task<IContainer> StartAsync(ContainerPlan plan, CancellationToken cancellationToken);

    /// <summary>Removes containers of ours whose build isn't alive, and images of ours that are older than so long and can be made anew. Touches nothing else.</summary>
    /// <param name="isAlive">Whether a build is being worked on by that claim.</param>
    /// <returns>How many of each.</returns>
    Task<(int Containers, int Images)> TidyAsync(
        Func<Guid, int, CancellationToken, Task<bool>> isAlive,
        TimeSpan olderThan,
        CancellationToken cancellationToken
    );
}

/// <summary>A running container. Disposing removes it, whatever happens in it.</summary>
public interface IContainer : IAsyncDisposable
{
    /// <summary>Unpacks a tar archive into a folder.</summary>
    Task CopyInAsync(Stream tar, string folder, CancellationToken cancellationToken);

    /// <summary>Runs a command to its end.</summary>
    /// <param name="onLine">Hears each line.</param>
    /// <returns>How it ended.</returns>
    Task<CommandEnd> RunAsync(ContainerCommand command, Action<BuildLine> onLine, CancellationToken cancellationToken);

    /// <summary>Runs a command and reads what it writes, as bytes.</summary>
    Task<CommandEnd> ReadAsync(
        ContainerCommand command,
        Func<Stream, CancellationToken, Task> read,
        CancellationToken cancellationToken
    );

    /// <summary>Keeps the container's files as an image.</summary>
    Task SaveAsImageAsync(string tag, CancellationToken cancellationToken);
}

/// <summary>What a container may.</summary>
/// <param name="Image">Id or tag.</param>
/// <param name="Build">Whose it is.</param>
/// <param name="Fence">Which claim of it.</param>
/// <param name="IsWritable">Whether its files may be changed, in order to be kept.</param>
/// <param name="Hosts">Hosts that it may call by https, through us; empty: none.</param>
/// <param name="Limits">How much of everything.</param>
public sealed record ContainerPlan(
    string Image,
    Guid Build,
    int Fence,
    bool IsWritable,
    IReadOnlyList<string> Hosts,
    ContainerLimits Limits
);

/// <summary>How much of everything a container may use.</summary>
/// <param name="Memory">Bytes, temporary files among them.</param>
/// <param name="Cpus">Processors.</param>
/// <param name="Processes">At once.</param>
/// <param name="Scratch">Bytes of temporary files.</param>
/// <param name="Disk">Bytes that a writable container may add.</param>
/// <param name="Output">Bytes that a command may print before it is stopped.</param>
/// <param name="Time">Of all commands together.</param>
public sealed record ContainerLimits(
    long Memory,
    double Cpus,
    int Processes,
    long Scratch,
    long Disk,
    long Output,
    TimeSpan Time
);

/// <summary>A command and its surroundings.</summary>
public sealed record ContainerCommand(
    IReadOnlyList<string> Words,
    string Folder,
    IReadOnlyDictionary<string, string> Environment
);

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Null: it was stopped by us.</param>
/// <param name="Stopped">Why it was stopped; null: it ended by itself.</param>
public sealed record CommandEnd(int? ExitCode, CommandStop? Stopped)
{
    public bool IsGood => Stopped is null && ExitCode == 0;
}

/// <summary>Why a command was stopped.</summary>
public enum CommandStop
{
    TooLong = 1,
    TooMuchOutput,
    TooMuchDisk,
    OutOfMemory,
}
