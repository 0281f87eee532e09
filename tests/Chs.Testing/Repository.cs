namespace Chs.Testing;

/// <summary>Where the checkout is, and what lies beside it.</summary>
public static class Repository
{
    public static readonly string Root = Find();

    /// <summary>Recordings of the reference; null where the checkout stands alone.</summary>
    public static readonly string? Reference = Directory.Exists(Path.Combine(Root, "../shared/reference"))
        ? Path.GetFullPath(Path.Combine(Root, "../shared/reference"))
        : null;

    public static string File(string path) => Path.Combine(Root, path);

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Chs.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        return folder.FullName;
    }
}
