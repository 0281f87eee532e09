namespace Chs.Api.FrontEnds;

/// <summary>Follows symbolic links.</summary>
static class Links
{
    /// <summary>
    /// Whether a file is in a folder when all links are followed. The folder may be a link itself, and may hold links to
    /// its own files; one that leads out of it would publish a file that nobody put there.
    /// </summary>
    /// <param name="file">Its path below the folder's.</param>
    /// <param name="folder">Path of the folder.</param>
    public static bool StayWithin(string folder, string file)
    {
        var within =
            Follow(Path.GetFullPath(folder)).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        return Follow(file).StartsWith(within, StringComparison.Ordinal);
    }

    /// <summary>The path at which something really is.</summary>
    /// <param name="path">An absolute path of something that exists.</param>
    static string Follow(string path)
    {
        var reached = Path.GetPathRoot(path)!;
        foreach (var part in path[reached.Length..].Split(Path.DirectorySeparatorChar))
        {
            reached = Path.Combine(reached, part);
            // What the link names may lie behind links, too.
            if (new FileInfo(reached).ResolveLinkTarget(returnFinalTarget: true) is { } target)
                reached = Follow(target.FullName);
        }

        return reached;
    }
}
