namespace Chs.Domain.Videos;

/// <summary>Refusals about videos. Codes are part of the v3 contract.</summary>
public static class VideoErrors
{
    public static readonly Error OfAnotherStudy = Error.Conflict(
        "video.of_another_study",
        "The response doesn't belong to this study."
    );

    public static readonly Error NameTaken = Error.Conflict(
        "video.full_name_taken",
        "There is another video with this name already."
    );

    public static readonly Error PipeNameTaken = Error.Conflict(
        "video.pipe_name_taken",
        "There is a video with this name of the old recorder already."
    );

    /// <summary>Of a repetition whose video is there, the answer is that video.</summary>
    public static readonly Error Replayed = Error.Conflict(
        "callback.replayed",
        "This call-back was received before, and its video isn't there any more."
    );
}
