using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>
/// Puts back the slash in which the addresses of v1 and v2 end. The API explorer cuts it off,
/// but without it requests that write are refused.
/// </summary>
sealed class TrailingSlashDocumentFilter : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var paths = new OpenApiPaths();
        foreach (var (path, item) in swaggerDoc.Paths)
            paths.Add(HasSlash(path) ? path : path + "/", item);
        swaggerDoc.Paths = paths;

        static bool HasSlash(string path) => path.StartsWith("/api/v3", StringComparison.Ordinal) || path.EndsWith('/');
    }
}
