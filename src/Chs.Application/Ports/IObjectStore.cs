namespace Chs.Application.Ports;

/// <summary>Objects by key. A put is all or nothing: whoever reads sees the whole object or none. Every sentence here is a test that runs on each store.</summary>
public interface IObjectStore
{
    /// <summary>Stores an object. Doing it again with the same content changes nothing.</summary>
    /// <param name="key">Names with slashes between; letters, digits, <c>-_.</c></param>
    /// <param name="content">Read once, from where it stands; must be able to seek.</param>
    /// <exception cref="ObjectStoreException">The store can't be reached, or refuses.</exception>
    Task PutAsync(string key, Stream content, ObjectTraits traits, CancellationToken cancellationToken);

    /// <summary>Opens an object for reading.</summary>
    /// <param name="range">Which bytes; null: all. It must lie within the object.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="ObjectStoreException">The store can't be reached, or refuses.</exception>
    Task<Stream?> OpenAsync(string key, ByteRange? range, CancellationToken cancellationToken);

    /// <summary>Removes an object. It needn't be there.</summary>
    /// <exception cref="ObjectStoreException">The store can't be reached, or refuses.</exception>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keys that begin so, in the order of their bytes.</summary>
    /// <exception cref="ObjectStoreException">The store can't be reached, or refuses.</exception>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>An address from which whoever has it can read exactly this object, until it expires.</summary>
    /// <returns>Null when this store can't give any: then the bytes go through us.</returns>
    Task<Uri?> GrantReadAsync(string key, TimeSpan validFor, CancellationToken cancellationToken);
}

/// <summary>What a store tells browsers of an object.</summary>
/// <param name="ContentType">Such as <c>text/css; charset=utf-8</c>.</param>
/// <param name="CacheControl">Such as <c>public, max-age=31536000, immutable</c>.</param>
/// <param name="ContentEncoding"><c>gzip</c> where the bytes are packed; null: as they are.</param>
public sealed record ObjectTraits(string ContentType, string CacheControl, string? ContentEncoding = null);

/// <summary>Part of an object, both ends included.</summary>
public readonly record struct ByteRange(long First, long Last)
{
    public long Length => Last - First + 1;
}

/// <summary>A store can't be reached, or refuses.</summary>
public sealed class ObjectStoreException(string message, Exception? cause = null) : Exception(message, cause);
