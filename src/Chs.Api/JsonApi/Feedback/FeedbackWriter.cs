using Chs.Application.Responses;

namespace Chs.Api.JsonApi.Feedback;

/// <summary>Writes feedback for v1 and v2. Shape: <see cref="FeedbackAttributes"/>.</summary>
static class FeedbackWriter
{
    public static void Write(JsonApiWriter writer, FeedbackView feedback)
    {
        writer.BeginResource("feedback", feedback.Id);
        writer.Json.WriteString("comment", feedback.Comment);
        writer.Json.WriteNull("pk");
        writer.BeginRelationships();
        writer.Relationship("response", $"responses/{feedback.ResponseId}", "responses", feedback.ResponseId);
        if (feedback.ResearcherId is { } researcher)
            writer.Relationship("researcher", $"users/{researcher}", "users", researcher);
        else
            writer.Relationship("researcher", path: null);
        writer.EndResource($"feedback/{feedback.Id}");
    }
}
