using Chs.Application.Responses;

namespace Chs.Api.Runner;

/// <summary>The addresses of feedback in v1 and v2.</summary>
static class FeedbackEndpoints
{
    public static void MapFeedback(this IEndpointRouteBuilder routes)
    {
        routes.MapRunner(
            "feedback/",
            new RunnerOperation("GET", List, RunnerDocuments.ListFeedback),
            new RunnerOperation("POST", Give, RunnerDocuments.GiveFeedback)
        );
        routes.MapRunner(
            "feedback/{id}/",
            new RunnerOperation("GET", Read, RunnerDocuments.ReadFeedback),
            new RunnerOperation("PUT", http => Rewrite(http, complete: true), RunnerDocuments.ReplaceFeedback),
            new RunnerOperation("PATCH", http => Rewrite(http, complete: false), RunnerDocuments.RewriteFeedback)
        );
    }

    static Task List(HttpContext http) =>
        RunnerEndpoints.AnswerPageAsync(
            http,
            page => new ListFeedback(page),
            (json, feedback) => json.Feedback(feedback)
        );

    static Task Read(HttpContext http) =>
        RunnerEndpoints.AnswerAsync(http, id => new ReadFeedback(id), (json, feedback) => json.Feedback(feedback));

    static Task Give(HttpContext http) =>
        RunnerEndpoints.WithDocumentAsync(
            http,
            body => FeedbackDocument.Read(body, id: null, complete: true),
            async document =>
            {
                var given = await RunnerEndpoints
                    .Mediator(http)
                    .Send(new GiveFeedback(document.ResponseId!.Value, document.Comment!), http.RequestAborted);
                await RunnerEndpoints.AnswerAsync(
                    http,
                    given,
                    StatusCodes.Status201Created,
                    (json, feedback) => json.Feedback(feedback)
                );
            }
        );

    static Task Rewrite(HttpContext http, bool complete) =>
        RunnerEndpoints.Id(http) is { } id
            ? RunnerEndpoints.WithDocumentAsync(
                http,
                body => FeedbackDocument.Read(body, id, complete),
                async document =>
                {
                    var rewritten = await RunnerEndpoints
                        .Mediator(http)
                        .Send(new RewriteFeedback(id, document.Comment), http.RequestAborted);
                    await RunnerEndpoints.AnswerAsync(
                        http,
                        rewritten,
                        StatusCodes.Status200OK,
                        (json, feedback) => json.Feedback(feedback)
                    );
                }
            )
            : RunnerError.WriteAsync(http, RunnerError.NotFound);
}
