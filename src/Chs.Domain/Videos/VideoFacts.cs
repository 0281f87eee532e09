namespace Chs.Domain.Videos;

/// <summary>What is known about a recording when it is registered. For the members see <see cref="Video"/>.</summary>
public sealed record VideoFacts(
    string FrameId,
    string FullName,
    string? PipeName,
    int? PipeNumericId,
    DateTimeOffset RecordedAt,
    bool IsConsentFootage
);
