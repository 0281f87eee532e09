namespace Chs.Application.Builds;

/// <summary>Keys of built files in the object store.</summary>
public static class ArtefactKeys
{
    /// <summary>Appended to a file's key, it is the key of the file compressed with gzip.</summary>
    public const string GzipSuffix = ".gz";

    /// <summary>Longest file extension that a key takes over, the dot included.</summary>
    const int MaximumExtensionLength = 12;

    /// <summary>
    /// The key of a file: its digest, so that equal files of several builds share one object, and its extension, so
    /// that a store that serves it knows its type.
    /// </summary>
    public static string KeyOf(string digest, string path)
    {
        var extension = Path.GetExtension(path).ToLowerInvariant();
        var isPlain =
            extension.Length is > 1 and <= MaximumExtensionLength && extension[1..].All(char.IsAsciiLetterOrDigit);
        return $"{BuildOptions.KeyPrefix}files/{digest[..2]}/{digest}{(isPlain ? extension : "")}";
    }

    /// <summary>The keys of all objects that hold a file.</summary>
    public static IEnumerable<string> KeysOf(string digest, string path, bool hasGzip)
    {
        var key = KeyOf(digest, path);
        return hasGzip ? [key, key + GzipSuffix] : [key];
    }
}
