using System.Runtime.CompilerServices;
using Chs.Application.Ports;

namespace Chs.Infrastructure.ObjectStores;

/// <summary>Objects as files below one folder: the embedded default.</summary>
/// <remarks>The traits aren't stored: what browsers are told of an object comes from the database.</remarks>
sealed class DiskStore(string folder) : IObjectStore
{
    const int BufferSize = 81920;

    const int MaximumKeyLength = 400;

    public async Task PutAsync(string key, Stream content, ObjectTraits traits, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        // Written under another name and then moved: readers see the whole file or none.
        var partPath = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await WriteAsync(partPath, content, cancellationToken);
            File.Move(partPath, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ObjectStoreException($"The store's disk refuses: {failure.Message}", failure);
        }
        finally
        {
            File.Delete(partPath);
        }
    }

    static async Task WriteAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(
            path,
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.None,
            BufferSize,
            FileOptions.Asynchronous
        );
        await content.CopyToAsync(file, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    public Task<Stream?> OpenAsync(string key, ByteRange? range, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileStream(
                PathOf(key),
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                BufferSize,
                FileOptions.Asynchronous | FileOptions.SequentialScan
            );
            if (range is not { } part)
                return Task.FromResult<Stream?>(file);
            file.Position = part.First;
            return Task.FromResult<Stream?>(new PartStream(file, part.Length));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
            // Then the object doesn't exist either.
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> ListAsync(
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await Task.CompletedTask;
        if (!Directory.Exists(folder))
            yield break;
        var keys = Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".part", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return key;
        }
    }

    /// <returns>Always null: browsers can't reach a disk.</returns>
    public Task<Uri?> CreateReadUrlAsync(string key, TimeSpan validFor, CancellationToken cancellationToken) =>
        Task.FromResult<Uri?>(null);

    string PathOf(string key)
    {
        var isKey =
            key.Length is > 0 and <= MaximumKeyLength && key.Split('/').All(IsName) && key.All(IsAllowedCharacter);
        return isKey ? Path.Combine(folder, key) : throw new ArgumentException($"'{key}' isn't a key.", nameof(key));
    }

    static bool IsName(string part) => part is not ("" or "." or "..");

    static bool IsAllowedCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.';
}
