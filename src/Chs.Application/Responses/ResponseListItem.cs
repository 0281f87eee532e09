using Chs.Domain.Responses;

namespace Chs.Application.Responses;

/// <summary>A response without names and without its data.</summary>
public sealed record ResponseListItem
{
    public required Guid Id { get; init; }

    /// <summary>Id of the child that is valid within this study only.</summary>
    /// <example>dYdURR</example>
    public required string HashedChildId { get; init; }

    /// <summary>Id of the parent that is valid within this study only.</summary>
    /// <example>4VTQAb</example>
    public required string HashedParticipantId { get; init; }

    public required bool IsPreview { get; init; }
    public required bool IsCompleted { get; init; }
    public required bool HasCompletedConsentFrame { get; init; }
    public required Ruling Consent { get; init; }

    /// <summary>Number of trials or frames received.</summary>
    /// <example>12</example>
    public required int Entries { get; init; }

    /// <summary>
    /// Number of earlier values that the player has replaced since; <c>listResponseRevisions</c> shows them.
    /// </summary>
    /// <example>0</example>
    public required int RevisionCount { get; init; }

    /// <summary>
    /// Number of earlier values that weren't kept: of each entry the middle ones of more than 20, and of each response what
    /// is beyond 10 MB.
    /// </summary>
    /// <example>0</example>
    public required int DroppedRevisionCount { get; init; }

    /// <summary>Number of errors that browsers met in the session; <c>listBrowserErrors</c> shows them.</summary>
    /// <example>0</example>
    public required int BrowserErrorCount { get; init; }

    /// <summary>
    /// Whether the session counts as participation, for criteria of other studies: it holds a trial or has shown a frame, or
    /// is completed, or the study runs elsewhere. Previews never count.
    /// </summary>
    public required bool IsParticipation { get; init; }

    /// <summary>Number of the study version that the family saw.</summary>
    /// <example>1</example>
    public required int StudyVersion { get; init; }

    public required bool IsWithdrawn { get; init; }

    /// <example>["Eligible"]</example>
    public required IReadOnlyList<string> Eligibility { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }
}
