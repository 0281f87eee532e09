using System.Security.Cryptography;
using Chs.Application.Ports;
using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>Files of earlier builds with the same inputs, which spare a build.</summary>
sealed class EarlierFiles(BuildStore builds, ArtefactUpload upload, IObjectStore store)
{
    /// <summary>Bytes that are held in memory while another study's files are adapted.</summary>
    const long MaximumBytes = 64 * 1024 * 1024;

    const int BlockSize = 1024 * 1024;

    /// <summary>More than an id has in any form, so that one isn't missed at the end of a block.</summary>
    const int Overlap = 64;

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
        // A runner that treats one of the two studies in its own way must be built for it.
        if (await IsNamedAsync(run.Source.TarPath, [earlier.StudyId, run.Lease.StudyId], cancellationToken))
            return false;
        Dictionary<string, byte[]> contents = [];
        foreach (var file in earlier.Files)
        {
            if (await ReadAsync(file, cancellationToken) is not { } content)
                return false;
            contents[file.Path] = content;
        }

        if (!StudyAddresses.TryReplace(contents, earlier.StudyId, run.Lease.StudyId, cancellationToken))
            return false;
        foreach (var (path, content) in contents)
            await output.AddAsync(path, content, cancellationToken);
        return true;
    }

    /// <summary>Whether a runner's source names one of the studies.</summary>
    static async Task<bool> IsNamedAsync(string tarPath, Guid[] studies, CancellationToken cancellationToken)
    {
        await using var source = File.OpenRead(tarPath);
        var window = new byte[BlockSize + Overlap];
        var kept = 0;
        while (await source.ReadAtLeastAsync(window.AsMemory(kept), 1, false, cancellationToken) is > 0 and var read)
        {
            var length = kept + read;
            if (Array.Exists(studies, study => StudyAddresses.Names(window.AsSpan(0, length), study)))
                return true;
            kept = Math.Min(length, Overlap);
            window.AsSpan(length - kept, kept).CopyTo(window);
        }

        return false;
    }

    /// <returns>Null when the store has lost it, or what it has isn't what was stored.</returns>
    async Task<byte[]?> ReadAsync(BuildFile file, CancellationToken cancellationToken)
    {
        var key = ArtefactKeys.KeyOf(file.Digest, file.Path);
        await using var stored = await store.OpenAsync(key, null, cancellationToken);
        if (stored is null)
            return null;
        var content = new byte[file.Size];
        var length = await stored.ReadAtLeastAsync(content, content.Length, false, cancellationToken);
        var isWhole = length == content.Length && Convert.ToHexStringLower(SHA256.HashData(content)) == file.Digest;
        return isWhole ? content : null;
    }
}

/// <summary>A successful build with the same inputs.</summary>
/// <param name="StudyId">Uuid of the study for which it was.</param>
sealed record EarlierBuild(Guid StudyId, IReadOnlyList<BuildFile> Files);
