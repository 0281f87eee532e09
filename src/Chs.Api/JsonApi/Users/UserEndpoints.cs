using Chs.Application.Accounts;

namespace Chs.Api.JsonApi.Users;

/// <summary>The addresses of users in v1 and v2.</summary>
static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        routes.MapJsonApi("users/", new JsonApiOperation("GET", List, UserDescriptions.List));
        routes.MapJsonApi("users/{id}/", new JsonApiOperation("GET", Read, UserDescriptions.Read));
    }

    static Task List(HttpContext http) =>
        JsonApiHandler.ListAsync(http, page => new ListUsersForJsonApi(page), UserWriter.Write);

    static Task Read(HttpContext http) =>
        JsonApiHandler.ReadAsync(http, id => new ReadUserForJsonApi(id), UserWriter.Write);
}
