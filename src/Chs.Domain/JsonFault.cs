using System.Text;

namespace Chs.Domain;

/// <summary>Finds where and why a text isn't JSON.</summary>
public static class JsonFault
{
    /// <summary>Finds the first fault of a text. A byte order mark at its beginning is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isLenient">Whether comments, and a comma after the last item, are fine.</param>
    /// <param name="allowsHalves">Whether halves of characters are fine, which JSON can hold and programs can't read.</param>
    /// <returns>Null when the text is JSON.</returns>
    public static TextFault? Of(string text, bool isLenient = false, bool allowsHalves = true) =>
        new JsonFaultFinder(text, isLenient, allowsHalves).Find();

    /// <summary>Finds the first fault of a text in UTF-8.</summary>
    public static TextFault? Of(ReadOnlySpan<byte> text) => Of(Encoding.UTF8.GetString(text));
}
