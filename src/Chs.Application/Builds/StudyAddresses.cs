using System.Security.Cryptography;
using System.Text;

namespace Chs.Application.Builds;

/// <summary>
/// Makes a study's files out of another study's that were built of the same inputs. All that a build learns about its
/// study is the address of the files, so all that differs is the id in this address, and the digests of files that hold it.
/// </summary>
static class StudyAddresses
{
    /// <summary>Digests of digests: real pages have two levels.</summary>
    const int MaximumRounds = 10;

    /// <summary>Files that hold an address or such a digest. The frameplayer has two; beyond this, building is as quick.</summary>
    const int MaximumChangedFiles = 200;

    /// <summary>Files of these types can hold an address where it isn't seen.</summary>
    static readonly string[] PackedTypes = [".gz", ".br", ".zst", ".zip", ".xz", ".bz2"];

    /// <param name="files">Contents by path; they are changed.</param>
    /// <param name="from">The study for which the files were built.</param>
    /// <param name="to">The study that shall have them.</param>
    /// <returns>Whether the files are the other study's now. If not, it needs a build of its own.</returns>
    public static bool TryReplace(
        IReadOnlyDictionary<string, byte[]> files,
        Guid from,
        Guid to,
        CancellationToken cancellationToken = default
    )
    {
        if (files.Any(file => HidesAddress(file.Key, file.Value, from)))
            return false;
        List<(byte[] Old, byte[] New)> replacements = [(Text(from.ToString()), Text(to.ToString()))];
        for (var round = 0; round < MaximumRounds; round++)
        {
            List<(byte[] Old, byte[] New)> next = [];
            foreach (var content in files.Values)
            {
                cancellationToken.ThrowIfCancellationRequested();
                next.AddRange(ReplaceAll(content, replacements));
                if (next.Count > MaximumChangedFiles * FormsOfDigest)
                    return false;
            }

            if (next is [])
                return true;
            replacements = next;
        }

        return false;
    }

    /// <summary>Whether a text names one of the studies, in any form that is recognised.</summary>
    public static bool Names(ReadOnlySpan<byte> text, Guid study)
    {
        foreach (var form in FormsOf(study))
            if (text.IndexOf(form) >= 0)
                return true;
        return false;
    }

    /// <summary>Whether a file may hold the study's id in another form, or in its name.</summary>
    static bool HidesAddress(string path, byte[] content, Guid study) =>
        PackedTypes.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
        || path.Contains(study.ToString(), StringComparison.OrdinalIgnoreCase)
        || FormsOf(study).Skip(1).Any(form => content.AsSpan().IndexOf(form) >= 0);

    /// <summary>
    /// The id as it stands in addresses; then without dashes, in capitals, and within Base64, where a text looks different
    /// at each of three places.
    /// </summary>
    static IEnumerable<byte[]> FormsOf(Guid study)
    {
        var id = study.ToString();
        yield return Text(id);
        yield return Text(study.ToString("N"));
        yield return Text(id.ToUpperInvariant());
        for (var before = 0; before < 3; before++)
        {
            var encoded = Convert.ToBase64String(Text(new string(' ', before) + id));
            // Without the characters that depend on what stands before and after.
            yield return Text(encoded[4..^4]);
        }
    }

    /// <summary>Replaces texts by others of the same length, in place.</summary>
    /// <returns>The content's digests before and after, by which pages and scripts may refer to it; none: unchanged.</returns>
    static IEnumerable<(byte[] Old, byte[] New)> ReplaceAll(
        byte[] content,
        IReadOnlyList<(byte[] Old, byte[] New)> replacements
    )
    {
        if (!replacements.Any(replacement => content.AsSpan().IndexOf(replacement.Old) >= 0))
            return [];
        var before = DigestsOf(content);
        foreach (var (old, @new) in replacements)
            Replace(content, old, @new);
        return before.Zip(DigestsOf(content));
    }

    static void Replace(Span<byte> content, ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new)
    {
        while (content.IndexOf(old) is >= 0 and var at)
        {
            @new.CopyTo(content[at..]);
            content = content[(at + old.Length)..];
        }
    }

    const int FormsOfDigest = 3;

    /// <summary>The forms in which browsers are told what a file must be (Subresource Integrity).</summary>
    static byte[][] DigestsOf(byte[] content) =>
        [
            Text(Convert.ToBase64String(SHA256.HashData(content))),
            Text(Convert.ToBase64String(SHA384.HashData(content))),
            Text(Convert.ToBase64String(SHA512.HashData(content))),
        ];

    static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);
}
