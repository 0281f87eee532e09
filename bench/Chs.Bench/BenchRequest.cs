namespace Chs.Bench;

/// <summary>A request that is measured.</summary>
/// <param name="Body">JSON:API document. Null: none.</param>
sealed record BenchRequest(HttpMethod Method, string Path, string? Body = null)
{
    public HttpRequestMessage ToMessage() =>
        new(Method, Path) { Content = Body is null ? null : RequestMessages.JsonApiContent(Body) };
}
