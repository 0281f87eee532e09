using Chs.Application.Studies;

namespace Chs.Api.JsonApi.Studies;

/// <summary>The addresses of studies in v1 and v2.</summary>
static class StudyEndpoints
{
    public static void MapStudies(this IEndpointRouteBuilder routes)
    {
        routes.MapJsonApi("studies/", new JsonApiOperation("GET", List, StudyDescriptions.List));
        routes.MapJsonApi(
            "studies/{id}/",
            new JsonApiOperation("GET", Read, StudyDescriptions.Read) { IsForPlay = true }
        );
    }

    static Task List(HttpContext http) =>
        JsonApiHandler.ListAsync(http, page => new ListStudiesForJsonApi(page), StudyWriter.Write);

    static Task Read(HttpContext http) =>
        JsonApiHandler.ReadAsync(http, id => new ReadStudyForJsonApi(id), StudyWriter.Write);
}
