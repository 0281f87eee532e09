using System.Security.Cryptography;
using Chs.Application.Ports;
using Chs.Domain;

namespace Chs.Application.Site;

/// <summary>Pictures of labs and studies, which are open to everybody.</summary>
/// <remarks>A path contains a digest of the content, so browsers may cache it forever.</remarks>
public static class Media
{
    /// <summary>Pictures must be smaller; the limit is the reference's.</summary>
    public const int MaximumBytes = 1_000_000;

    const string Folder = "media/";

    static readonly ObjectTraits Immutable = new("", "public, max-age=31536000, immutable");

    /// <summary>Path of a picture's URL on this host.</summary>
    public static string AddressOf(string path) =>
        "/media/" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Key of a picture in the object store.</summary>
    public static string KeyOf(string path) => Folder + path;

    /// <summary>Decodes a picture and checks its shape.</summary>
    /// <param name="member">The request's member at fault when the picture is refused.</param>
    internal static Outcome<Picture> Check(IPictures pictures, byte[] content, string member, PictureShape shape)
    {
        if (content.Length >= MaximumBytes)
            return Error.Invalid($"/{member}", "too_large", "A picture has less than 1 MB.");
        if (pictures.Read(content) is not { } picture)
            return Error.Invalid($"/{member}", "not_a_picture", "Send a picture as PNG, JPEG, GIF or WebP.");
        return shape switch
        {
            PictureShape.Square when picture.Width != picture.Height => Error.Invalid(
                $"/{member}",
                "not_square",
                $"It must be square; this one has {picture.Width} × {picture.Height} pixels."
            ),
            PictureShape.Wide when picture.Width < 2 * picture.Height => Error.Invalid(
                $"/{member}",
                "not_wide",
                $"It must be at least twice as wide as high; this one has {picture.Width} × {picture.Height} pixels."
            ),
            _ => picture,
        };
    }

    /// <summary>Stores a picture under a path that contains its digest.</summary>
    /// <returns>The picture's path among the site's media.</returns>
    internal static async Task<string> StoreAsync(
        IObjectStore store,
        Picture picture,
        string folder,
        CancellationToken cancellationToken
    )
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(picture.Content))[..32];
        var path = $"{folder}/{digest}{picture.FileExtension}";
        var traits = Immutable with { ContentType = picture.ContentType };
        using var content = new MemoryStream(picture.Content, writable: false);
        await store.PutAsync(KeyOf(path), content, traits, cancellationToken);
        return path;
    }
}
