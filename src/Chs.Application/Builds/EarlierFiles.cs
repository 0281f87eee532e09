using Chs.Application.Ports;
using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>Files of earlier builds with the same inputs, which spare a build.</summary>
sealed class EarlierFiles(BuildStore builds, ArtefactUpload upload, IObjectStore store)
{
    /// <summary>Bytes that are held in memory while another study's files are adapted.</summary>
    const long MaximumBytes = 64 * 1024 * 1024;

    /// <summary>
    /// Finds an earlier build of the same inputs whose files are all stored, and protects them from removal: one of this
    /// study, or one of any study when the runner may be built once for a commit.
    /// </summary>
    /// <returns>Null when there is none.</returns>
    public async Task<EarlierBuild?> FindAsync(BuildRun run, CancellationToken cancellationToken)
    {
        var earlier = await builds.RecordInputsAsync(
            run.Lease,
            run.InputDigest,
            run.Recipe.IsBuiltOncePerCommit,
            cancellationToken
        );
        return earlier is not null && await upload.ReserveStoredAsync(earlier.Files, cancellationToken)
            ? earlier
            : null;
    }

    /// <summary>Makes this study's files out of another study's.</summary>
    /// <returns>Whether they could be made; if not, the output is as it was.</returns>
    public async Task<bool> AdaptAsync(
        BuildRun run,
        EarlierBuild earlier,
        BuildOutput output,
        CancellationToken cancellationToken
    )
    {
        if (earlier.Files.Sum(file => file.Size) > MaximumBytes)
            return false;
        Dictionary<string, byte[]> contents = [];
        foreach (var file in earlier.Files)
        {
            if (await ReadAsync(file, cancellationToken) is not { } content)
                return false;
            contents[file.Path] = content;
        }

        if (!StudyAddresses.TryReplace(contents, earlier.StudyId, run.Lease.StudyId))
            return false;
        foreach (var (path, content) in contents)
            await output.AddAsync(path, content, cancellationToken);
        return true;
    }

    /// <returns>Null when the store has lost it.</returns>
    async Task<byte[]?> ReadAsync(BuildFile file, CancellationToken cancellationToken)
    {
        var key = ArtefactKeys.KeyOf(file.Digest, file.Path);
        await using var stored = await store.OpenAsync(key, null, cancellationToken);
        if (stored is null)
            return null;
        var content = new byte[file.Size];
        await stored.ReadExactlyAsync(content, cancellationToken);
        return content;
    }
}

/// <summary>A successful build with the same inputs.</summary>
/// <param name="StudyId">Uuid of the study for which it was.</param>
sealed record EarlierBuild(Guid StudyId, IReadOnlyList<BuildFile> Files);
