namespace Chs.Application.Ports;

/// <summary>Looks at pictures that people send. They are decoded and written anew: what isn't a picture is refused, and nothing hidden in one (places, comments, other files) is kept.</summary>
public interface IPictures
{
    /// <returns>Null when it isn't a picture in PNG, JPEG, GIF or WebP form, is broken, or has more than 16 million points.</returns>
    Picture? Read(ReadOnlyMemory<byte> content);
}

/// <summary>A picture as it is kept.</summary>
/// <param name="Content">Written anew, as PNG or JPEG.</param>
/// <param name="Width">In points.</param>
/// <param name="Height">In points.</param>
/// <param name="Ending">Of its file name, with the dot.</param>
/// <param name="ContentType">Such as <c>image/png</c>.</param>
public sealed record Picture(byte[] Content, int Width, int Height, string Ending, string ContentType);
