using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chs.Api.OpenApi;

/// <summary>Says that the document's paths begin at the site's own address, where the document doesn't say otherwise.</summary>
sealed class ServersDocumentFilter : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        if (swaggerDoc.Servers is null or { Count: 0 })
            swaggerDoc.Servers = [new OpenApiServer { Url = "/", Description = "The site that serves this document." }];
    }
}
