using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.JsonApi;

/// <summary>Describes v1 and v2, which are the same, by one set of paths on two servers.</summary>
sealed class JsonApiVersionsDocumentFilter : IDocumentFilter
{
    const string Newer = "/api/v2",
        Older = "/api/v1";

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        if (context.DocumentName != "runner")
            return;
        var paths = new OpenApiPaths();
        foreach (var (path, item) in swaggerDoc.Paths)
            if (path.StartsWith(Newer, StringComparison.Ordinal))
                paths.Add(path[Newer.Length..], item);
        swaggerDoc.Paths = paths;
        swaggerDoc.Servers =
        [
            new OpenApiServer { Url = Newer, Description = "The newer address." },
            new OpenApiServer { Url = Older, Description = "The older address. It answers the same." },
        ];
    }
}
