using System.Text;
using Chs.Infrastructure.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Chs.Api;

/// <summary>How large a request may be, and how its headers are read, before anything of ours sees it.</summary>
static class RequestLimits
{
    /// <summary>
    /// Browsers keep up to 180 cookies of 4 KB for a domain, and any host of the domain can set them. They would shut a
    /// family out of the site if we couldn't read them all.
    /// </summary>
    const int HeaderBytes = 1024 * 1024;

    /// <summary>HTTP/2 may send each cookie as a header of its own.</summary>
    const int Headers = 400;

    public static void Apply(KestrelServerOptions kestrel, ChsSettings settings)
    {
        var limits = kestrel.Limits;
        // A server of the domain can set cookies that are no UTF-8, with which no request would be read at all.
        kestrel.RequestHeaderEncodingSelector = name => name is "Cookie" or "User-Agent" ? Encoding.Latin1 : null;
        // Nobody needs to know what serves.
        kestrel.AddServerHeader = false;
        limits.MaxRequestBodySize = settings.MaximumBody * RequestBodyLimitMiddleware.DrainFactor;
        limits.MaxRequestHeadersTotalSize = HeaderBytes;
        limits.MaxRequestHeaderCount = Headers;
        // Or all of them in one.
        limits.Http2.MaxRequestHeaderFieldSize = HeaderBytes;
    }
}
