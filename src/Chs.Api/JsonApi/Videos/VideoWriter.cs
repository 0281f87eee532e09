using Chs.Application.Videos;

namespace Chs.Api.JsonApi.Videos;

/// <summary>Writes a video for v1 and v2. Shape: <see cref="VideoAttributes"/>.</summary>
static class VideoWriter
{
    /// <remarks>With integer ids in the links, as the reference does.</remarks>
    public static void Write(JsonApiWriter writer, VideoView video)
    {
        var json = writer.Json;
        writer.BeginResource("videos", video.Id);
        json.WriteString("pipe_name", video.PipeName);
        if (video.PipeNumericId is { } number)
            json.WriteNumber("pipe_numeric_id", number);
        else
            json.WriteNull("pipe_numeric_id");
        writer.Instant("s3_timestamp", video.RecordedAt);
        json.WriteString("frame_id", video.FrameId);
        json.WriteString("full_name", video.FullName);
        json.WriteBoolean("is_consent_footage", video.IsConsentFootage);
        json.WriteNull("pk");
        writer.BeginRelationships();
        writer.Relationship("study", $"studies/{video.StudyKey}", "studies", video.StudyId);
        writer.Relationship("response", $"responses/{video.ResponseKey}", "responses", video.ResponseId);
        writer.EndResource($"video/{video.Id}");
    }
}
