using Chs.Application.Ports;
using Chs.Domain.Builds;

namespace Chs.Application.Builds;

/// <summary>Where files of builds lie in the store.</summary>
public static class BuiltFiles
{
    /// <summary>Follows the key of a file's packed variant.</summary>
    public const string PackedSuffix = ".gz";

    /// <summary>Named by its content and its ending: the same file of two builds is one object, and a store that serves it knows its type.</summary>
    public static string KeyOf(string digest, string path)
    {
        var ending = Path.GetExtension(path).ToLowerInvariant();
        var plain = ending.Length is > 1 and <= 12 && ending[1..].All(char.IsAsciiLetterOrDigit) ? ending : "";
        return $"{BuildOptions.Prefix}files/{digest[..2]}/{digest}{plain}";
    }

    public static IEnumerable<string> KeysOf(string digest, string path, bool isPacked) =>
        isPacked ? [KeyOf(digest, path), KeyOf(digest, path) + PackedSuffix] : [KeyOf(digest, path)];
}
