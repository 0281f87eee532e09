using Chs.Domain;
using Chs.Domain.Builds;

namespace Chs.Application.Ports;

/// <summary>
/// Runs untrusted code in containers: without privileges, without a network of their own, with limited resources.
/// </summary>
public interface IContainerEngine
{
    /// <returns>Null when containers can be run; otherwise what is missing and how to get it.</returns>
    Task<string?> CheckHealthAsync(CancellationToken cancellationToken);

    /// <summary>Finds an image that was saved on this machine.</summary>
    /// <returns>The image's id; null when it isn't here.</returns>
    Task<string?> FindImageAsync(string tag, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the image in which runners for a version of Node.js are built. When it isn't on this machine, it is pulled or
    /// made, which can take minutes.
    /// </summary>
    /// <param name="node">Major version of Node.js.</param>
    /// <param name="onLine">Called for each line that making the image prints.</param>
    /// <returns>
    /// A name that containers can be started with, and that is the same for the same image on other machines;
    /// <see cref="BuildErrors.NoBaseImageCode"/> when it can't be had.
    /// </returns>
    Task<Outcome<string>> GetBaseImageAsync(string node, Action<BuildLine> onLine, CancellationToken cancellationToken);

    /// <summary>Starts a container that waits for commands.</summary>
    Task<IContainer> StartAsync(ContainerPlan plan, CancellationToken cancellationToken);

    /// <summary>
    /// Removes containers of ours whose build is no longer being worked on, and old images of ours that can be made again.
    /// Touches nothing else on the machine.
    /// </summary>
    /// <param name="isAlive">Whether a worker still holds this claim (build, fence) on a build.</param>
    /// <param name="olderThan">Age from which images are removed.</param>
    /// <returns>Number of containers and images removed.</returns>
    Task<(int Containers, int Images)> RemoveOrphansAsync(
        Func<Guid, int, CancellationToken, Task<bool>> isAlive,
        TimeSpan olderThan,
        CancellationToken cancellationToken
    );
}

/// <summary>How to start a container.</summary>
/// <param name="Image">The image's id or tag.</param>
/// <param name="Build">Uuid of the build for which it runs.</param>
/// <param name="Fence">Number of the claim on the build for which it runs.</param>
/// <param name="IsWritable">Whether commands can change its files, so that they can be saved as an image.</param>
/// <param name="Hosts">Hosts that it can reach by HTTPS, through our proxy; empty: none.</param>
/// <param name="Limits">The resources that it can use.</param>
public sealed record ContainerPlan(
    string Image,
    Guid Build,
    int Fence,
    bool IsWritable,
    IReadOnlyList<string> Hosts,
    ContainerLimits Limits
);

/// <summary>The resources that a container can use.</summary>
/// <param name="Memory">Memory in bytes, including temporary files.</param>
/// <param name="Cpus">Number of processors.</param>
/// <param name="Processes">Number of processes at the same time.</param>
/// <param name="Scratch">Temporary files in bytes.</param>
/// <param name="Disk">Bytes that commands can add to the files of a writable container.</param>
/// <param name="Output">Bytes that a command can print before it is stopped.</param>
/// <param name="Time">Running time of all commands together.</param>
public sealed record ContainerLimits(
    long Memory,
    double Cpus,
    int Processes,
    long Scratch,
    long Disk,
    long Output,
    TimeSpan Time
);
