using Chs.Application.Ports;
using Microsoft.AspNetCore.StaticFiles;

namespace Chs.Infrastructure.ObjectStores;

/// <summary>Content types by file extension: ASP.NET Core's list with a few more.</summary>
sealed class ContentTypes : IContentTypes
{
    static readonly FileExtensionContentTypeProvider Extensions = new(
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

    public string Of(string path)
    {
        if (!Extensions.TryGetContentType(path, out var type))
            return "application/octet-stream";
        return IsText(type) ? $"{type}; charset=utf-8" : type;
    }

    static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal)
        || type is "application/javascript" or "application/json" or "image/svg+xml";
}
