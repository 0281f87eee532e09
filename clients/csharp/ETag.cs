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
