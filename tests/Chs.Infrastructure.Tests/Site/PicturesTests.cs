using Chs.Application.Ports;
using Chs.Infrastructure.Site;
using SkiaSharp;
using Xunit;

namespace Chs.Infrastructure.Tests.Site;

/// <summary>What <see cref="IPictures"/> promises about files that people upload.</summary>
public class PicturesTests
{
    static readonly byte[] Place = "42.3601 N 71.0589 W"u8.ToArray();

    /// <summary>A white photo of 60 × 20 pixels whose first corner is red.</summary>
    static readonly byte[] Photo = Encode(60, 20, SKEncodedImageFormat.Jpeg);

    readonly Pictures _pictures = new();

    [Theory]
    [InlineData(1, 60, 20, 0, 0)]
    [InlineData(2, 60, 20, 59, 0)]
    [InlineData(3, 60, 20, 59, 19)]
    [InlineData(4, 60, 20, 0, 19)]
    [InlineData(5, 20, 60, 0, 0)]
    [InlineData(6, 20, 60, 19, 0)]
    [InlineData(7, 20, 60, 19, 59)]
    [InlineData(8, 20, 60, 0, 59)]
    public void Stand_upright_however_the_camera_was_held(byte orientation, int width, int height, int x, int y)
    {
        var picture = _pictures.Read(WithMetadata(Photo, orientation))!;
        Assert.Equal((width, height), (picture.Width, picture.Height));
        using var bitmap = SKBitmap.Decode(picture.Content);
        Assert.Equal((width, height), (bitmap.Width, bitmap.Height));
        var corner = bitmap.GetPixel(x, y);
        Assert.True(corner.Red > 200 && corner.Green < 80, $"the corner is {corner}");
    }

    [Fact]
    public void Lose_the_place_where_they_were_taken()
    {
        var original = WithMetadata(Photo, orientation: 1);
        Assert.NotEqual(-1, original.AsSpan().IndexOf(Place));
        var picture = _pictures.Read(original)!;
        Assert.Equal(-1, picture.Content.AsSpan().IndexOf(Place));
        Assert.Equal(-1, picture.Content.AsSpan().IndexOf("Exif"u8));
    }

    [Fact]
    public void Become_JPEG_or_PNG()
    {
        var gif = Convert.FromBase64String("R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==");
        Assert.Equal(".jpg", _pictures.Read(Photo)?.FileExtension);
        Assert.Equal(".png", _pictures.Read(Encode(60, 20, SKEncodedImageFormat.Png))?.FileExtension);
        Assert.Equal(".png", _pictures.Read(Encode(60, 20, SKEncodedImageFormat.Webp))?.FileExtension);
        Assert.Equal(".png", _pictures.Read(gif)?.FileExtension);
    }

    [Fact]
    public void Are_refused_in_a_format_that_only_the_library_knows()
    {
        // One white pixel, 24 bits deep.
        var bitmap = Convert.FromHexString(
            "424D3A0000000000000036000000280000000100000001000000010018000000000004000000130B0000130B00000000000000000000"
                + "FFFFFF00"
        );
        Assert.NotNull(SKBitmap.Decode(bitmap));
        Assert.Null(_pictures.Read(bitmap));
    }

    [Fact]
    public void Are_refused_with_more_than_16_million_pixels()
    {
        var enormous = Encode(4001, 4000, SKEncodedImageFormat.Png);
        Assert.InRange(enormous.Length, 0, 999_999);
        Assert.Null(_pictures.Read(enormous));
    }

    static byte[] Encode(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        using var red = new SKPaint { Color = SKColors.Red };
        canvas.Clear(SKColors.White);
        canvas.DrawRect(0, 0, 8, 8, red);
        using var encoded = bitmap.Encode(format, 100);
        return encoded.ToArray();
    }

    /// <summary>Adds the block in which cameras say how they were held, and where.</summary>
    static byte[] WithMetadata(byte[] photo, byte orientation)
    {
        // One entry: tag 0x0112, a short, once.
        byte[] entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
        byte[] block = [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, .. entry, 0, 0, 0, 0, .. Place];
        byte[] header = [0xFF, 0xE1, 0, (byte)(block.Length + 2)];
        return [.. photo[..2], .. header, .. block, .. photo[2..]];
    }
}
