using Chs.Application.Ports;
using Microsoft.AspNetCore.StaticFiles;

namespace Chs.Infrastructure.ObjectStores;

/// <summary>ASP.NET Core's list of endings.</summary>
sealed class ContentTypes : IContentTypes
{
    static readonly FileExtensionContentTypeProvider Endings = new(
        new Dictionary<string, string>(
            new FileExtensionContentTypeProvider().Mappings,
            StringComparer.OrdinalIgnoreCase
        )
        {
            [".mjs"] = "text/javascript",
            [".map"] = "application/json",
            [".webm"] = "video/webm",
            [".m4a"] = "audio/mp4",
            [".avif"] = "image/avif",
        }
    );

    public string Of(string path) =>
        Endings.TryGetContentType(path, out var type)
            ? type.StartsWith("text/", StringComparison.Ordinal)
            || type is "application/javascript" or "application/json" or "image/svg+xml"
                ? $"{type}; charset=utf-8"
                : type
            : "application/octet-stream";
}
