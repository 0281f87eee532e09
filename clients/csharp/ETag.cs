using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware.Options;

namespace Chs.Client;

/// <summary>The version of something that was read, with which a change says what it is a change of.</summary>
/// <example>
/// <code>
/// var version = new ETag();
/// var study = await chs.Api.V3.Studies[id].GetAsync(request => request.Keep(version));
/// await chs.Api.V3.Studies[id].PatchAsync(new StudyUpdate { Purpose = "…" }, request => request.IfMatch(version));
/// </code>
/// </example>
public sealed class ETag
{
    internal HeadersInspectionHandlerOption Inspection { get; } = new() { InspectResponseHeaders = true };

    /// <summary>As the answer has it, with its quotes; null: nothing was read, or it has no version.</summary>
    public string? Value =>
        Inspection.ResponseHeaders.TryGetValue("ETag", out var values) ? values.FirstOrDefault() : null;
}

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
