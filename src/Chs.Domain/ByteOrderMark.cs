namespace Chs.Domain;

/// <summary>U+FEFF, which stands at the beginning of files that some editors write, and can't be seen.</summary>
public static class ByteOrderMark
{
    public const char Character = '\uFEFF';

    /// <summary>The text without any at its beginning: where files are joined, there are two.</summary>
    public static string TrimFrom(string text) => text.TrimStart(Character);
}
