using Chs.Domain.Responses;
using Chs.Domain.Studies;

namespace Chs.Application.Responses;

/// <summary>What lists of responses need of a response, without the texts that grow with its data.</summary>
sealed record ResponseRow
{
    public required long Key { get; init; }
    public required Guid Id { get; init; }
    public required Guid ChildId { get; init; }
    public required Guid ParentId { get; init; }
    public required bool IsPreview { get; init; }
    public required bool Completed { get; init; }
    public required bool CompletedConsentFrame { get; init; }
    public required Ruling Ruling { get; init; }
    public required int Entries { get; init; }
    public required int RevisionCount { get; init; }
    public required int DroppedRevisionCount { get; init; }
    public required int BrowserErrorCount { get; init; }
    public required bool IsParticipation { get; init; }
    public required int StudyVersion { get; init; }

    /// <summary>JSON text; null without a survey.</summary>
    public required string? ExitAnswers { get; init; }

    public required IReadOnlyList<string> Eligibility { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>Number of changes of the response.</summary>
    public required int Version { get; init; }

    /// <summary>The response as researchers of the study see it in lists, without anybody's id.</summary>
    public ResponseListItem ToItem(Study study) =>
        new()
        {
            Id = Id,
            HashedChildId = HashedId.Of(ChildId, study.Uuid, study.Salt, study.HashDigits),
            HashedParticipantId = HashedId.Of(ParentId, study.Uuid, study.Salt, study.HashDigits),
            IsPreview = IsPreview,
            IsCompleted = Completed,
            HasCompletedConsentFrame = CompletedConsentFrame,
            Consent = Ruling,
            Entries = Entries,
            RevisionCount = RevisionCount,
            DroppedRevisionCount = DroppedRevisionCount,
            BrowserErrorCount = BrowserErrorCount,
            IsParticipation = IsParticipation,
            StudyVersion = StudyVersion,
            IsWithdrawn = Domain.Responses.ExitAnswers.Of(ExitAnswers).Withdrawn,
            Eligibility = Eligibility,
            CreatedAt = CreatedAt,
            ModifiedAt = ModifiedAt,
        };
}
