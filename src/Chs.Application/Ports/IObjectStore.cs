namespace Chs.Application.Ports;

/// <summary>Stores objects by key.</summary>
/// <remarks>
/// Writes are atomic: a reader sees the whole object or none. The shared port tests check these comments against each
/// store.
/// </remarks>
public interface IObjectStore
{
    /// <summary>Stores an object. Storing the same content again changes nothing.</summary>
    /// <param name="key">Names separated by slashes; the names consist of letters, digits and <c>-_.</c></param>
    /// <param name="content">Read from its current position, once; must be seekable.</param>
    /// <exception cref="ObjectStoreException">The store can't be reached, or refuses.</exception>
    Task PutAsync(string key, Stream content, ObjectTraits traits, CancellationToken cancellationToken);

    /// <summary>Opens an object for reading.</summary>
    /// <param name="range">The bytes to read, which must lie within the object; null: all.</param>
    /// <returns>Null when there is no such object.</returns>
    /// <exception cref="ObjectStoreException">The store can't be reached, or refuses.</exception>
    Task<Stream?> OpenAsync(string key, ByteRange? range, CancellationToken cancellationToken);

    /// <summary>Deletes an object, if it exists.</summary>
    /// <exception cref="ObjectStoreException">The store can't be reached, or refuses.</exception>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>Lists the keys that start with the prefix, in the order of their bytes.</summary>
    /// <exception cref="ObjectStoreException">The store can't be reached, or refuses.</exception>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Makes a URL with which anybody can read this object, and no other, until it expires.</summary>
    /// <returns>Null when the store has no such URLs: then we serve the bytes ourselves.</returns>
    Task<Uri?> CreateReadUrlAsync(string key, TimeSpan validFor, CancellationToken cancellationToken);
}

/// <summary>The headers with which a store serves an object to browsers.</summary>
/// <param name="ContentType">Such as <c>text/css; charset=utf-8</c>.</param>
/// <param name="CacheControl">Such as <c>public, max-age=31536000, immutable</c>.</param>
/// <param name="ContentEncoding"><c>gzip</c> when the content is compressed; null when it isn't.</param>
public sealed record ObjectTraits(string ContentType, string CacheControl, string? ContentEncoding = null);

/// <summary>A part of an object.</summary>
/// <param name="First">Position of the first byte; the object's first byte is 0.</param>
/// <param name="Last">Position of the last byte, which is included.</param>
public readonly record struct ByteRange(long First, long Last)
{
    public long Length => Last - First + 1;
}

/// <summary>The store can't be reached, or refuses.</summary>
public sealed class ObjectStoreException(string message, Exception? cause = null) : Exception(message, cause);
