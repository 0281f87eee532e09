using Chs.Application.Ports;
using SkiaSharp;

namespace Chs.Infrastructure.Site;

/// <summary>Decodes and encodes pictures with SkiaSharp.</summary>
sealed class Pictures : IPictures
{
    /// <summary>Larger pictures aren't decoded: a small file can claim to be enormous.</summary>
    const long MaximumPixels = 16_000_000;

    const int JpegQuality = 90;

    public Picture? Read(ReadOnlyMemory<byte> content)
    {
        using var data = SKData.CreateCopy(content.Span);
        using var codec = SKCodec.Create(data);
        if (codec is null || !IsAccepted(codec))
            return null;
        using var bitmap = new SKBitmap(
            new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul)
        );
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is not SKCodecResult.Success)
            return null;

        using var rotated = Rotate(bitmap, codec.EncodedOrigin);
        return Encode(rotated ?? bitmap, isPhoto: codec.EncodedFormat is SKEncodedImageFormat.Jpeg);
    }

    static bool IsAccepted(SKCodec codec)
    {
        var isKnownFormat =
            codec.EncodedFormat
            is SKEncodedImageFormat.Png
                or SKEncodedImageFormat.Jpeg
                or SKEncodedImageFormat.Gif
                or SKEncodedImageFormat.Webp;
        var width = codec.Info.Width;
        var height = codec.Info.Height;
        return isKnownFormat && width > 0 && height > 0 && (long)width * height <= MaximumPixels;
    }

    static Picture? Encode(SKBitmap bitmap, bool isPhoto)
    {
        using var image = SKImage.FromBitmap(bitmap);
        using var encoded = image.Encode(isPhoto ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, JpegQuality);
        if (encoded is null)
            return null;
        var content = encoded.ToArray();
        return isPhoto
            ? new Picture(content, bitmap.Width, bitmap.Height, ".jpg", "image/jpeg")
            : new Picture(content, bitmap.Width, bitmap.Height, ".png", "image/png");
    }

    /// <summary>Rotates a photo as its EXIF orientation tells: the metadata aren't kept.</summary>
    /// <returns>Null when it is upright already.</returns>
    static SKBitmap? Rotate(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        if (origin is not (SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightTop or SKEncodedOrigin.LeftBottom))
            return null;
        var rotated =
            origin is SKEncodedOrigin.BottomRight
                ? new SKBitmap(bitmap.Width, bitmap.Height)
                : new SKBitmap(bitmap.Height, bitmap.Width);
        using var canvas = new SKCanvas(rotated);
        switch (origin)
        {
            case SKEncodedOrigin.BottomRight:
                canvas.RotateDegrees(180, bitmap.Width / 2f, bitmap.Height / 2f);
                break;
            case SKEncodedOrigin.RightTop:
                canvas.Translate(rotated.Width, 0);
                canvas.RotateDegrees(90);
                break;
            default:
                canvas.Translate(0, rotated.Height);
                canvas.RotateDegrees(270);
                break;
        }

        canvas.DrawBitmap(bitmap, 0, 0, SKSamplingOptions.Default);
        return rotated;
    }
}
