using Microsoft.Net.Http.Headers;

namespace Chs.Api;

/// <summary>The header <c>If-None-Match</c> (RFC 9110, 13.1.2).</summary>
static class IfNoneMatch
{
    /// <summary>Whether the client has what this ETag stands for.</summary>
    public static bool Names(HttpRequest request, EntityTagHeaderValue tag) =>
        request
            .GetTypedHeaders()
            .IfNoneMatch.Any(known =>
                known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)
            );
}
