using Chs.Domain.Responses;
using Chs.Domain.Studies;

namespace Chs.Domain.Videos;

/// <summary>The video file of a deleted <see cref="Video"/>, which is deleted later so that a mistake can be undone.</summary>
public sealed class VideoRemoval
{
    /// <summary>Time between the deletion of the row and that of the file.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromDays(7);

    VideoRemoval() { }

    public long Id { get; private init; }

    /// <summary>Key of the video file.</summary>
    public string FullName { get; private init; } = "";

    public VideoStore Store { get; private init; }

    /// <summary>When the file is to be deleted.</summary>
    public DateTimeOffset DueAt { get; private init; }

    public static VideoRemoval Of(Video video, Response response, DateTimeOffset now) =>
        new()
        {
            FullName = video.FullName,
            Store = StoreOf(response),
            DueAt = now + GracePeriod,
        };

    public static VideoStore StoreOf(Response response) =>
        response switch
        {
            { StudyType: StudyType.Frameplayer, RecordingMethod: "pipe" } => VideoStore.Pipe,
            { StudyType: StudyType.JsPsych } => VideoStore.JsPsych,
            _ => VideoStore.Frameplayer,
        };
}
