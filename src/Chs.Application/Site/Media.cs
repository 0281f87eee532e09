namespace Chs.Application.Site;

/// <summary>Pictures of labs and studies, which are open to everybody.</summary>
/// <remarks>A path contains a digest of the content, so browsers may cache it forever.</remarks>
public static class Media
{
    /// <summary>Pictures must be smaller; the limit is the reference's.</summary>
    public const int MaximumBytes = 1_000_000;

    const string Folder = "media/";

    /// <summary>Path of a picture's URL on this host.</summary>
    public static string AddressOf(string path) =>
        "/media/" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Key of a picture in the object store.</summary>
    public static string KeyOf(string path) => Folder + path;
}
