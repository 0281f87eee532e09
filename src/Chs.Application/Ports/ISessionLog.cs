using Chs.Domain.Responses;

namespace Chs.Application.Ports;

/// <summary>Writes session data while families take part: the application's hot path.</summary>
/// <remarks>The shared port tests check these comments against each database.</remarks>
public interface ISessionLog
{
    /// <summary>
    /// Appends one trial in one round trip, if the response belongs to the participant and holds exactly the entries that
    /// the append expects.
    /// </summary>
    /// <returns>The header after the committed change; null when a condition isn't met, and nothing has changed.</returns>
    Task<SessionHeader?> TryAppendAsync(TrialAppend append, CancellationToken cancellationToken);

    /// <summary>Loads a response and locks it for writing until the running transaction ends.</summary>
    Task<Response?> LockAsync(Guid response, CancellationToken cancellationToken);
}

/// <summary>A trial to append to a response.</summary>
/// <param name="Response">The response's uuid.</param>
/// <param name="Participant">Database key of the parent who sends it.</param>
/// <param name="Count">Number of entries that must be stored already.</param>
/// <param name="DigestBefore">Running digest over the entries that must be stored already.</param>
/// <param name="DigestAfter">Running digest including the new entry.</param>
/// <param name="Entry">The new entry.</param>
/// <param name="Now">When it arrived.</param>
public sealed record TrialAppend(
    Guid Response,
    long Participant,
    int Count,
    byte[] DigestBefore,
    byte[] DigestAfter,
    EntryContent Entry,
    DateTimeOffset Now
)
{
    /// <summary>What the response must be of, when a play's key sends it; null: of anything.</summary>
    public PlayedResponse? OnlyIfOf { get; init; }
}

/// <summary>What a response must be of.</summary>
/// <param name="StudyKey">Database key of the study.</param>
/// <param name="ChildKey">Database key of the child.</param>
public sealed record PlayedResponse(long StudyKey, long ChildKey, bool IsPreview);

/// <summary>A response without its entries, as v1 and v2 show it.</summary>
public sealed record SessionHeader
{
    public required long Key { get; init; }
    public required Guid Id { get; init; }
    public required long ChildKey { get; init; }
    public required Guid ChildId { get; init; }
    public required long StudyKey { get; init; }
    public required Guid StudyId { get; init; }
    public required bool Completed { get; init; }
    public required bool CompletedConsentFrame { get; init; }
    public required bool SurveyConsent { get; init; }
    public required bool IsPreview { get; init; }
    public string? RecordingMethod { get; init; }

    /// <summary>JSON text.</summary>
    public required string Conditions { get; init; }

    /// <summary>JSON text.</summary>
    public required string GlobalEventTimings { get; init; }

    public required IReadOnlyList<string> Eligibility { get; init; }

    /// <summary>JSON text of the answers to the exit survey; null: there are none.</summary>
    public string? ExitAnswers { get; init; }
}
