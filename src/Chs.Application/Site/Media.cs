using System.Security.Cryptography;
using Chs.Application.Ports;
using Chs.Domain;

namespace Chs.Application.Site;

/// <summary>Pictures of labs and studies, which anybody may see. A path names its content, so browsers may keep it for ever.</summary>
public static class Media
{
    /// <summary>What the reference accepts.</summary>
    public const int MostBytes = 1_000_000;

    const string Folder = "media/";

    static readonly ObjectTraits Forever = new("", "public, max-age=31536000, immutable");

    /// <summary>Where browsers find it on this host.</summary>
    public static string AddressOf(string path) =>
        "/media/" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Where it lies in the store.</summary>
    public static string KeyOf(string path) => Folder + path;

    /// <summary>Decodes a picture and checks its shape.</summary>
    /// <param name="member">What to call it in a refusal.</param>
    internal static Outcome<Picture> Check(IPictures pictures, byte[] content, string member, PictureShape shape)
    {
        if (content.Length >= MostBytes)
            return Error.Invalid($"/{member}", "too_large", "A picture has less than 1 MB.");
        if (pictures.Read(content) is not { } picture)
            return Error.Invalid($"/{member}", "not_a_picture", "Send a picture as PNG, JPEG, GIF or WebP.");
        return shape switch
        {
            PictureShape.Square when picture.Width != picture.Height => Error.Invalid(
                $"/{member}",
                "not_square",
                $"It must be square; this one has {picture.Width} × {picture.Height} points."
            ),
            PictureShape.Wide when picture.Width < 2 * picture.Height => Error.Invalid(
                $"/{member}",
                "not_wide",
                $"It must be at least twice as wide as high; this one has {picture.Width} × {picture.Height} points."
            ),
            _ => picture,
        };
    }

    /// <returns>The path under which it is kept.</returns>
    internal static async Task<string> KeepAsync(
        IObjectStore store,
        Picture picture,
        string folder,
        CancellationToken cancellationToken
    )
    {
        var path = $"{folder}/{Convert.ToHexStringLower(SHA256.HashData(picture.Content))[..32]}{picture.Ending}";
        using var content = new MemoryStream(picture.Content, writable: false);
        await store.PutAsync(
            KeyOf(path),
            content,
            Forever with
            {
                ContentType = picture.ContentType,
            },
            cancellationToken
        );
        return path;
    }
}

/// <summary>Which pictures fit.</summary>
enum PictureShape
{
    /// <summary>As wide as high.</summary>
    Square = 1,

    /// <summary>At least twice as wide as high.</summary>
    Wide,
}
