using Chs.Domain.Responses;
using Chs.Domain.Studies;

namespace Chs.Domain.Videos;

/// <summary>A recording of a session. The film itself is an object in a store.</summary>
public sealed class Video : Aggregate
{
    Video() { }

    public long StudyId { get; private init; }
    public long ResponseId { get; private init; }

    /// <summary>Frame of the frameplayer, or <c>index-type</c> of the jsPsych trial. At most 255 characters.</summary>
    public string FrameId { get; private init; } = "";

    /// <summary>Key of the object, unique, at most 255 characters.</summary>
    public string FullName { get; private init; } = "";

    /// <summary>What an old recorder called it, unique; null for today's.</summary>
    public string? PipeName { get; private init; }

    /// <summary>Number that an old recorder gave it; null for today's.</summary>
    public int? PipeNumericId { get; private init; }

    /// <summary>When it was recorded, or when the store had it: whatever the recorder says.</summary>
    public DateTimeOffset RecordedAt { get; private init; }

    /// <summary>Kept where a family withdraws everything else: it proves what was agreed.</summary>
    public bool IsConsentFootage { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public static Outcome<Video> Register(Study study, Response response, VideoFacts facts, DateTimeOffset now)
    {
        if (response.StudyId != study.Id)
            return VideoErrors.OfAnotherStudy;
        var video = new Video
        {
            Uuid = Guid.CreateVersion7(now),
            StudyId = study.Id,
            ResponseId = response.Id,
            FrameId = facts.FrameId,
            FullName = facts.FullName,
            PipeName = facts.PipeName,
            PipeNumericId = facts.PipeNumericId,
            RecordedAt = facts.RecordedAt,
            IsConsentFootage = facts.IsConsentFootage,
            CreatedAt = now,
        };
        video.RecordCreation(new VideoRegistered(video.Uuid, response.Uuid, now));
        return video;
    }

    public void MarkAsConsent()
    {
        if (IsConsentFootage)
            return;
        IsConsentFootage = true;
        Changed();
    }
}

/// <summary>What a recorder says of a film.</summary>
public sealed record VideoFacts(
    string FrameId,
    string FullName,
    string? PipeName,
    int? PipeNumericId,
    DateTimeOffset RecordedAt,
    bool IsConsentFootage
);

/// <summary>Where a film lies. The reference has a bucket for each recorder.</summary>
public enum VideoStore
{
    Pipe = 1,
    JsPsych = 2,
    Frameplayer = 3,
}

/// <summary>A film whose row is gone: its object follows after a while, in which a mistake can be undone.</summary>
public sealed class VideoRemoval
{
    /// <summary>How long the object outlives its row.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(7);

    VideoRemoval() { }

    public long Id { get; private init; }

    /// <summary>Key of the object.</summary>
    public string FullName { get; private init; } = "";

    public VideoStore Store { get; private init; }

    /// <summary>When the object is to be deleted.</summary>
    public DateTimeOffset DueAt { get; private init; }

    public static VideoRemoval Of(Video video, Response response, DateTimeOffset now) =>
        new()
        {
            FullName = video.FullName,
            Store = StoreOf(response),
            DueAt = now + Grace,
        };

    public static VideoStore StoreOf(Response response) =>
        response switch
        {
            { StudyType: StudyType.Frameplayer, RecordingMethod: "pipe" } => VideoStore.Pipe,
            { StudyType: StudyType.JsPsych } => VideoStore.JsPsych,
            _ => VideoStore.Frameplayer,
        };
}

/// <summary>A film of a session is there.</summary>
public sealed record VideoRegistered(Guid Video, Guid Response, DateTimeOffset At) : DomainEvent(At);

/// <summary>Refusals about videos. Codes are part of the v3 contract.</summary>
public static class VideoErrors
{
    public static readonly Error OfAnotherStudy = Error.Conflict(
        "video.of_another_study",
        "The response doesn't belong to this study."
    );
    public static readonly Error NameTaken = Error.Conflict(
        "video.full_name_taken",
        "There is a video with this name already."
    );
    public static readonly Error PipeNameTaken = Error.Conflict(
        "video.pipe_name_taken",
        "There is a video with this name of the old recorder already."
    );
    public static readonly Error Replayed = Error.Conflict("callback.replayed", "This call-back was received before.");
}
