namespace Chs.Application.Ports;

/// <summary>Reads pictures that people upload.</summary>
/// <remarks>
/// Pictures are decoded and encoded again, so that files that aren't pictures are refused, and hidden content (locations,
/// comments, other files) is dropped.
/// </remarks>
public interface IPictures
{
    /// <returns>
    /// The picture, encoded again; null when the content isn't a valid PNG, JPEG, GIF or WebP, or has more than 16
    /// million pixels.
    /// </returns>
    Picture? Read(ReadOnlyMemory<byte> content);
}

/// <summary>A picture as it is stored.</summary>
/// <param name="Content">A PNG or JPEG file.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="FileExtension">Extension for its file name, with the dot.</param>
/// <param name="ContentType">Such as <c>image/png</c>.</param>
public sealed record Picture(byte[] Content, int Width, int Height, string FileExtension, string ContentType);
