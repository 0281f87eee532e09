using Chs.Domain.Responses;
using Chs.Domain.Studies;

namespace Chs.Domain.Videos;

/// <summary>A recording of a session. The video file itself is in an object store.</summary>
public sealed class Video : Aggregate
{
    Video() { }

    public long StudyId { get; private init; }
    public long ResponseId { get; private init; }

    /// <summary>Frame id of the frameplayer, or <c>index-type</c> of the jsPsych trial. At most 255 characters.</summary>
    public string FrameId { get; private init; } = "";

    /// <summary>Key of the video file, unique, at most 255 characters.</summary>
    public string FullName { get; private init; } = "";

    /// <summary>Name that the former recorder (Pipe) gave it, unique; null for current recorders.</summary>
    public string? PipeName { get; private init; }

    /// <summary>Number that the former recorder (Pipe) gave it; null for current recorders.</summary>
    public int? PipeNumericId { get; private init; }

    /// <summary>When it was recorded, or when its upload ended, depending on the recorder.</summary>
    public DateTimeOffset RecordedAt { get; private init; }

    /// <summary>Kept when a family withdraws everything else, because it proves the consent.</summary>
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

    /// <summary>
    /// Whether a registration says of the response what is stored already. That it doesn't call the video consent footage
    /// says nothing: frames that were saved later may have shown that it is.
    /// </summary>
    public bool IsRepeatedBy(Response response, VideoFacts facts) =>
        ResponseId == response.Id
        && FrameId == facts.FrameId
        && FullName == facts.FullName
        && PipeName == facts.PipeName
        && PipeNumericId == facts.PipeNumericId
        && InMicroseconds(RecordedAt) == InMicroseconds(facts.RecordedAt)
        && (IsConsentFootage || !facts.IsConsentFootage);

    public void MarkAsConsent()
    {
        if (IsConsentFootage)
            return;
        IsConsentFootage = true;
        IncrementVersion();
    }

    /// <summary>Databases keep instants in microseconds.</summary>
    static long InMicroseconds(DateTimeOffset instant) => instant.UtcTicks / TimeSpan.TicksPerMicrosecond;
}
