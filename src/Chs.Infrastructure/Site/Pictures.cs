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
        // Skia knows more formats. What a stranger sent must not reach decoders that we don't need.
        if (!HasAcceptedFormat(content.Span))
            return null;
        using var data = SKData.CreateCopy(content.Span);
        using var codec = SKCodec.Create(data);
        if (codec is null || !HasAcceptedSize(codec))
            return null;
        using var bitmap = new SKBitmap(
            new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul)
        );
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is not SKCodecResult.Success)
            return null;

        using var upright = Straighten(bitmap, codec.EncodedOrigin);
        return Encode(upright ?? bitmap, isPhoto: codec.EncodedFormat is SKEncodedImageFormat.Jpeg);
    }

    /// <summary>Whether the file begins like a PNG, JPEG, GIF or WebP.</summary>
    static bool HasAcceptedFormat(ReadOnlySpan<byte> content)
    {
        var isWebP = content.StartsWith("RIFF"u8) && content.Length > 12 && content[8..12].SequenceEqual("WEBP"u8);
        return isWebP
            || content.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
            || content.StartsWith<byte>([0xFF, 0xD8, 0xFF])
            || content.StartsWith("GIF8"u8);
    }

    static bool HasAcceptedSize(SKCodec codec)
    {
        var width = codec.Info.Width;
        var height = codec.Info.Height;
        return width > 0 && height > 0 && (long)width * height <= MaximumPixels;
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

    /// <summary>Rotates and mirrors a photo as its EXIF orientation tells: the metadata aren't kept.</summary>
    /// <returns>Null when it is upright already.</returns>
    static SKBitmap? Straighten(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        if (TransformationOf(origin, bitmap.Width, bitmap.Height) is not { } transformation)
            return null;
        var isOnItsSide = origin >= SKEncodedOrigin.LeftTop;
        var upright = isOnItsSide
            ? new SKBitmap(bitmap.Height, bitmap.Width)
            : new SKBitmap(bitmap.Width, bitmap.Height);
        using var canvas = new SKCanvas(upright);
        canvas.SetMatrix(transformation);
        canvas.DrawBitmap(bitmap, 0, 0, SKSamplingOptions.Default);
        return upright;
    }

    /// <summary>Where a pixel of the stored photo belongs in the upright one.</summary>
    /// <remarks>The origin names the sides on which the first row and the first column of the stored photo lie.</remarks>
    static SKMatrix? TransformationOf(SKEncodedOrigin origin, int width, int height) =>
        origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1),
            _ => null,
        };
}
