using System.Security.Cryptography;
using Chs.Application.Ports;
using Chs.Domain;

namespace Chs.Application.Site;

/// <summary>Checks and stores the pictures of labs and studies, before a transaction begins.</summary>
sealed class PictureStore(IPictures pictures, IObjectStore store)
{
    /// <summary>The picture is all that the request holds.</summary>
    const string WholeBody = "";

    static readonly ObjectTraits Immutable = new("", "public, max-age=31536000, immutable");

    /// <summary>Stores a picture under a path that contains its digest.</summary>
    /// <param name="content">The picture's file; null: none, so there is nothing to store.</param>
    /// <param name="shape">The shape that it must have.</param>
    /// <param name="folder">Where it is stored among the site's media.</param>
    public async Task<Outcome<StoredPicture>> StoreAsync(
        byte[]? content,
        PictureShape shape,
        string folder,
        CancellationToken cancellationToken
    )
    {
        if (content is null)
            return new StoredPicture(null);
        var read = Check(content, shape);
        if (read.Failed)
            return read.Error;

        var picture = read.Value;
        var digest = Convert.ToHexStringLower(SHA256.HashData(picture.Content))[..32];
        var path = $"{folder}/{digest}{picture.FileExtension}";
        var traits = Immutable with { ContentType = picture.ContentType };
        using var stream = new MemoryStream(picture.Content, writable: false);
        await store.PutAsync(Media.KeyOf(path), stream, traits, cancellationToken);
        return new StoredPicture(path);
    }

    /// <summary>Decodes a picture and checks its shape.</summary>
    Outcome<Picture> Check(byte[] content, PictureShape shape)
    {
        if (content.Length >= Media.MaximumBytes)
            return Error.Invalid(WholeBody, "too_large", "A picture has less than 1 MB.");
        if (pictures.Read(content) is not { } picture)
            return Error.Invalid(WholeBody, "not_a_picture", "Send a picture as PNG, JPEG, GIF or WebP.");
        return shape switch
        {
            PictureShape.Square when picture.Width != picture.Height => Error.Invalid(
                WholeBody,
                "not_square",
                $"It must be square; this one has {picture.Width} × {picture.Height} pixels."
            ),
            PictureShape.Wide when picture.Width < 2 * picture.Height => Error.Invalid(
                WholeBody,
                "not_wide",
                $"It must be at least twice as wide as high; this one has {picture.Width} × {picture.Height} pixels."
            ),
            _ => picture,
        };
    }
}

/// <summary>A picture in the object store.</summary>
/// <param name="Path">Path among the site's media; null: there is none any more.</param>
sealed record StoredPicture(string? Path);
