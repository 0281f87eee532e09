using Chs.Application.Responses;

namespace Chs.Api.JsonApi.Feedback;

/// <summary>The addresses of feedback in v1 and v2.</summary>
static class FeedbackEndpoints
{
    public static void MapFeedback(this IEndpointRouteBuilder routes)
    {
        routes.MapJsonApi(
            "feedback/",
            new JsonApiOperation("GET", List, FeedbackDescriptions.List),
            new JsonApiOperation("POST", Give, FeedbackDescriptions.Give)
        );
        routes.MapJsonApi(
            "feedback/{id}/",
            new JsonApiOperation("GET", Read, FeedbackDescriptions.Read),
            new JsonApiOperation("PUT", http => Rewrite(http, complete: true), FeedbackDescriptions.Replace),
            new JsonApiOperation("PATCH", http => Rewrite(http, complete: false), FeedbackDescriptions.Rewrite)
        );
    }

    static Task List(HttpContext http) =>
        JsonApiHandler.ListAsync(http, page => new ListFeedback(page), FeedbackWriter.Write);

    static Task Read(HttpContext http) =>
        JsonApiHandler.ReadAsync(http, id => new ReadFeedback(id), FeedbackWriter.Write);

    static Task Give(HttpContext http) =>
        JsonApiBody.UseAsync(
            http,
            FeedbackDocument.ReadNew,
            async document =>
            {
                var request = new GiveFeedback(document.ResponseId!.Value, document.Comment!);
                var given = await JsonApiRequest.Mediator(http).Send(request, http.RequestAborted);
                await JsonApiAnswer.WriteAsync(http, given, StatusCodes.Status201Created, FeedbackWriter.Write);
            }
        );

    /// <param name="complete">Whether the document must hold every attribute.</param>
    static Task Rewrite(HttpContext http, bool complete) =>
        JsonApiRequest.Id(http) is { } id
            ? JsonApiBody.UseAsync(
                http,
                body => FeedbackDocument.Read(body, id, complete),
                async document =>
                {
                    var request = new RewriteFeedback(id, document.Comment);
                    var rewritten = await JsonApiRequest.Mediator(http).Send(request, http.RequestAborted);
                    await JsonApiAnswer.WriteAsync(http, rewritten, StatusCodes.Status200OK, FeedbackWriter.Write);
                }
            )
            : JsonApiError.WriteAsync(http, JsonApiError.NotFound);
}
