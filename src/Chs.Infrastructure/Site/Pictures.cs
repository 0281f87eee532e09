using Chs.Application.Ports;
using SkiaSharp;

namespace Chs.Infrastructure.Site;

/// <summary>SkiaSharp.</summary>
sealed class Pictures : IPictures
{
    /// <summary>A small file can claim to be enormous: it isn't decoded then.</summary>
    const long MostPoints = 16_000_000;

    const int JpegQuality = 90;

    public Picture? Read(ReadOnlyMemory<byte> content)
    {
        using var data = SKData.CreateCopy(content.Span);
        using var codec = SKCodec.Create(data);
        if (
            codec is null
            || codec.EncodedFormat
                is not (
                    SKEncodedImageFormat.Png
                    or SKEncodedImageFormat.Jpeg
                    or SKEncodedImageFormat.Gif
                    or SKEncodedImageFormat.Webp
                )
        )
            return null;
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width < 1 || height < 1 || (long)width * height > MostPoints)
            return null;
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is not SKCodecResult.Success)
            return null;

        using var turned = Turned(bitmap, codec.EncodedOrigin);
        var upright = turned ?? bitmap;
        var isPhoto = codec.EncodedFormat is SKEncodedImageFormat.Jpeg;
        using var image = SKImage.FromBitmap(upright);
        using var encoded = image.Encode(isPhoto ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, JpegQuality);
        return encoded is null
            ? null
            : new Picture(
                encoded.ToArray(),
                upright.Width,
                upright.Height,
                isPhoto ? ".jpg" : ".png",
                isPhoto ? "image/jpeg" : "image/png"
            );
    }

    /// <summary>Cameras turn pictures by a remark that isn't kept: so they are turned for good.</summary>
    /// <returns>Null when it stands upright already.</returns>
    static SKBitmap? Turned(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        if (origin is not (SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightTop or SKEncodedOrigin.LeftBottom))
            return null;
        var turned =
            origin is SKEncodedOrigin.BottomRight
                ? new SKBitmap(bitmap.Width, bitmap.Height)
                : new SKBitmap(bitmap.Height, bitmap.Width);
        using var canvas = new SKCanvas(turned);
        switch (origin)
        {
            case SKEncodedOrigin.BottomRight:
                canvas.RotateDegrees(180, bitmap.Width / 2f, bitmap.Height / 2f);
                break;
            case SKEncodedOrigin.RightTop:
                canvas.Translate(turned.Width, 0);
                canvas.RotateDegrees(90);
                break;
            default:
                canvas.Translate(0, turned.Height);
                canvas.RotateDegrees(270);
                break;
        }

        canvas.DrawBitmap(bitmap, 0, 0, SKSamplingOptions.Default);
        return turned;
    }
}
