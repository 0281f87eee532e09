using Chs.Api.JsonApi.Children;
using Chs.Api.JsonApi.Demographics;
using Chs.Api.JsonApi.Feedback;
using Chs.Api.JsonApi.Labs;
using Chs.Api.JsonApi.Responses;
using Chs.Api.JsonApi.Studies;
using Chs.Api.JsonApi.Users;
using Chs.Api.JsonApi.Videos;

namespace Chs.Api.JsonApi;

/// <summary>All addresses of v1 and v2. Each resource maps its own, in a folder of its name.</summary>
static class JsonApiEndpoints
{
    /// <remarks>The order is the order of the paths in openapi/runner.json; routing doesn't depend on it.</remarks>
    public static void MapJsonApi(this IEndpointRouteBuilder routes)
    {
        routes.MapRoot();
        routes.MapUsers();
        routes.MapChildrenOfUsers();
        routes.MapDemographicsOfUsers();
        routes.MapDemographics();
        routes.MapStudies();
        routes.MapChildren();
        routes.MapLabs();
        routes.MapPastSessions();
        routes.MapResponsesOfStudies();
        routes.MapResponses();
        routes.MapFeedback();
        routes.MapVideos();
        routes.MapJsonApiFallback();
    }
}
