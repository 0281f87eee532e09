namespace Chs.Testing;

/// <summary>Paths of the checkout and of what lies beside it.</summary>
public static class Repository
{
    public static readonly string Root = Find();

    /// <summary>Folder with recordings of the reference system. Null: it isn't beside the checkout.</summary>
    public static readonly string? Reference = Directory.Exists(Path.Combine(Root, "../shared/reference"))
        ? Path.GetFullPath(Path.Combine(Root, "../shared/reference"))
        : null;

    /// <summary>Full path of a file of the checkout.</summary>
    public static string File(string path) => Path.Combine(Root, path);

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Chs.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        return folder.FullName;
    }
}
