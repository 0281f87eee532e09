using Microsoft.Kiota.Abstractions;

namespace Chs.Client;

/// <summary>Reads and sends versions.</summary>
public static class ETagExtensions
{
    /// <summary>Keeps the version of what is read or changed by this request.</summary>
    public static void Keep<T>(this RequestConfiguration<T> request, ETag version)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(version);
        request.Options.Add(version.Inspection);
    }

    /// <summary>Makes the change only if nobody changed it since this version was read; otherwise it is refused with 412.</summary>
    public static void IfMatch<T>(this RequestConfiguration<T> request, ETag version)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(version);
        var value = version.Value ?? throw new InvalidOperationException("Nothing with a version was read.");
        request.Headers.Add("If-Match", value);
    }
}
