using Chs.Application.Accounts;

namespace Chs.Api.JsonApi.Demographics;

/// <summary>The addresses of demographic answers in v1 and v2.</summary>
static class DemographicEndpoints
{
    public static void MapDemographicsOfUsers(this IEndpointRouteBuilder routes)
    {
        routes.MapJsonApi(
            "users/{id}/demographics/",
            new JsonApiOperation("GET", ListOfUser, DemographicDescriptions.ListOfUser)
        );
        routes.MapJsonApi(
            "users/{owner}/demographics/{id}/",
            new JsonApiOperation("GET", Read, DemographicDescriptions.ReadOfUser)
        );
    }

    public static void MapDemographics(this IEndpointRouteBuilder routes)
    {
        routes.MapJsonApi("demographics/", new JsonApiOperation("GET", List, DemographicDescriptions.List));
        routes.MapJsonApi("demographics/{id}/", new JsonApiOperation("GET", Read, DemographicDescriptions.Read));
    }

    static Task List(HttpContext http) =>
        JsonApiHandler.ListAsync(
            http,
            page => new ListDemographicsForJsonApi(page, null, JsonApiRequest.Ordering(http)),
            DemographicWriter.Write
        );

    static Task ListOfUser(HttpContext http) =>
        JsonApiHandler.ListOwnedAsync(
            http,
            (user, page) => new ListDemographicsForJsonApi(page, user, JsonApiRequest.Ordering(http)),
            DemographicWriter.Write
        );

    static Task Read(HttpContext http) =>
        JsonApiHandler.ReadOwnedAsync(
            http,
            (user, id) => new ReadDemographicsForJsonApi(id, user),
            DemographicWriter.Write
        );
}
