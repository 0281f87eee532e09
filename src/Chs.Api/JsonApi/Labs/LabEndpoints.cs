using Chs.Application.Labs;

namespace Chs.Api.JsonApi.Labs;

/// <summary>The addresses of labs in v1 and v2.</summary>
static class LabEndpoints
{
    public static void MapLabs(this IEndpointRouteBuilder routes)
    {
        routes.MapJsonApi("labs/", new JsonApiOperation("GET", List, LabDescriptions.List));
        routes.MapJsonApi("labs/{id}/", new JsonApiOperation("GET", Read, LabDescriptions.Read));
    }

    static Task List(HttpContext http) =>
        JsonApiHandler.ListAsync(http, page => new ListLabsForJsonApi(page), LabWriter.Write);

    static Task Read(HttpContext http) =>
        JsonApiHandler.ReadAsync(http, id => new ReadLabForJsonApi(id), LabWriter.Write);
}
