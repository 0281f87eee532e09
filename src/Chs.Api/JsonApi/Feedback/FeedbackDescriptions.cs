namespace Chs.Api.JsonApi.Feedback;

/// <summary>What the OpenAPI document says about feedback in v1 and v2.</summary>
static class FeedbackDescriptions
{
    const string Readers = "On responses of your own children, and on those that you may read.";
    const string Writers = "Needs the right to feedback on the response's study.";

    public static readonly JsonApiDescription List = JsonApiDescription.OfPage<FeedbackAttributes>(
        "listFeedback",
        "Lists feedback, newest first.",
        Readers
    );

    public static readonly JsonApiDescription Read = JsonApiDescription.OfOne<FeedbackAttributes>(
        "readFeedback",
        "Reads feedback.",
        Readers
    );

    public static readonly JsonApiDescription Give = JsonApiDescription
        .OfOne<FeedbackAttributes>("giveFeedback", "Gives feedback on a response.", Writers)
        .WithBody<JsonApiNewFeedback>() with
    {
        Status = StatusCodes.Status201Created,
        // Not 404: who may not give feedback doesn't learn which responses exist.
        Refusals = [401, 406],
    };

    public static readonly JsonApiDescription Rewrite = JsonApiDescription
        .OfOne<FeedbackAttributes>("rewriteFeedback", "Rewrites feedback.", Writers)
        .WithBody<JsonApiDocument<FeedbackAttributes>>();

    public static readonly JsonApiDescription Replace = JsonApiDescription
        .OfOne<FeedbackAttributes>("replaceFeedback", "Rewrites feedback as a whole.", Writers)
        .WithBody<JsonApiDocument<FeedbackComment>>();
}
