using Chs.Application.Responses;
using Chs.Domain;

namespace Chs.Api.JsonApi.Responses;

/// <summary>The address of past sessions in v1 and v2: a response, and all others of the same child in the same study.</summary>
static class PastSessionEndpoints
{
    static readonly JsonApiDescription Description = new(
        "listPastSessions",
        "Lists all sessions of the same child in the same study.",
        "Oldest first, without pages; for whoever may read the response named.",
        typeof(JsonApiList<PastSessionAttributes>)
    );

    public static void MapPastSessions(this IEndpointRouteBuilder routes) =>
        routes.MapJsonApi(
            "past-sessions/{id}/",
            new JsonApiOperation("GET", List, Description, IsBare: true) { IsForPlay = true }
        );

    static async Task List(HttpContext http)
    {
        var outcome = JsonApiRequest.Id(http) is { } id
            ? await JsonApiRequest.Mediator(http).Send(new ListPastSessions(id), http.RequestAborted)
            : Error.NotFound("response");
        await JsonApiAnswer.WriteListAsync(http, outcome, ResponseWriter.WritePastSession);
    }
}
