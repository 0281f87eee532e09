using Chs.Application.Accounts;

namespace Chs.Api.JsonApi.Children;

/// <summary>The addresses of children in v1 and v2.</summary>
static class ChildEndpoints
{
    public static void MapChildrenOfUsers(this IEndpointRouteBuilder routes)
    {
        routes.MapJsonApi(
            "users/{id}/children/",
            new JsonApiOperation("GET", ListOfUser, ChildDescriptions.ListOfUser)
        );
        routes.MapJsonApi(
            "users/{owner}/children/{id}/",
            new JsonApiOperation("GET", Read, ChildDescriptions.ReadOfUser)
        );
    }

    public static void MapChildren(this IEndpointRouteBuilder routes)
    {
        routes.MapJsonApi("children/", new JsonApiOperation("GET", List, ChildDescriptions.List));
        routes.MapJsonApi(
            "children/{id}/",
            new JsonApiOperation("GET", Read, ChildDescriptions.Read) { IsForPlay = true }
        );
    }

    static Task List(HttpContext http) =>
        JsonApiHandler.ListAsync(
            http,
            page => new ListChildrenForJsonApi(page, null, JsonApiRequest.Ordering(http)),
            ChildWriter.Write
        );

    static Task ListOfUser(HttpContext http) =>
        JsonApiHandler.ListOwnedAsync(
            http,
            (user, page) => new ListChildrenForJsonApi(page, user, JsonApiRequest.Ordering(http)),
            ChildWriter.Write
        );

    static Task Read(HttpContext http) =>
        JsonApiHandler.ReadOwnedAsync(http, (user, id) => new ReadChildForJsonApi(id, user), ChildWriter.Write);
}
