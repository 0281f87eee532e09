using Chs.Application.Responses;
using Chs.Domain;

namespace Chs.Api.JsonApi;

/// <summary>The addresses of feedback in v1 and v2.</summary>
static class FeedbackEndpoints
{
    public static void MapFeedback(this IEndpointRouteBuilder routes)
    {
        routes.MapRunner(
            "feedback/",
            new JsonApiOperation("GET", List, JsonApiDescriptions.ListFeedback),
            new JsonApiOperation("POST", Give, JsonApiDescriptions.GiveFeedback)
        );
        routes.MapRunner(
            "feedback/{id}/",
            new JsonApiOperation("GET", Read, JsonApiDescriptions.ReadFeedback),
            new JsonApiOperation("PUT", http => Rewrite(http, complete: true), JsonApiDescriptions.ReplaceFeedback),
            new JsonApiOperation("PATCH", http => Rewrite(http, complete: false), JsonApiDescriptions.RewriteFeedback)
        );
    }

    static Task List(HttpContext http) =>
        JsonApiEndpoints.AnswerPageAsync(
            http,
            page => new ListFeedback(page),
            (json, feedback) => json.Feedback(feedback)
        );

    static Task Read(HttpContext http) =>
        JsonApiEndpoints.AnswerAsync(http, id => new ReadFeedback(id), (json, feedback) => json.Feedback(feedback));

    static Task Give(HttpContext http) =>
        JsonApiEndpoints.WithDocumentAsync(
            http,
            body => FeedbackDocument.Read(body, id: null, complete: true),
            async document =>
            {
                var given = await JsonApiEndpoints
                    .Mediator(http)
                    .Send(new GiveFeedback(document.ResponseId!.Value, document.Comment!), http.RequestAborted);
                await JsonApiEndpoints.AnswerAsync(
                    http,
                    given,
                    StatusCodes.Status201Created,
                    (json, feedback) => json.Feedback(feedback)
                );
            }
        );

    static Task Rewrite(HttpContext http, bool complete) =>
        JsonApiEndpoints.Id(http) is { } id
            ? JsonApiEndpoints.WithDocumentAsync(
                http,
                body => FeedbackDocument.Read(body, id, complete),
                async document =>
                {
                    var rewritten = await JsonApiEndpoints
                        .Mediator(http)
                        .Send(new RewriteFeedback(id, document.Comment), http.RequestAborted);
                    await JsonApiEndpoints.AnswerAsync(
                        http,
                        rewritten,
                        StatusCodes.Status200OK,
                        (json, feedback) => json.Feedback(feedback)
                    );
                }
            )
            : JsonApiError.WriteAsync(http, JsonApiError.NotFound);
}
