using Chs.Domain.Responses;

namespace Chs.Application.Ports;

/// <summary>The hot path of session data. Every sentence here is a test that runs on each database.</summary>
public interface ISessionLog
{
    /// <summary>Adds one trial in one round trip, provided that the response belongs to the participant and holds exactly the entries that the append says.</summary>
    /// <returns>The header after the change, durable; null when any condition doesn't hold, and then nothing changed.</returns>
    Task<SessionHeader?> TryAppendAsync(TrialAppend append, CancellationToken cancellationToken);

    /// <summary>Loads a response for writing: nobody else writes it until the running transaction ends.</summary>
    Task<Response?> LockAsync(Guid response, CancellationToken cancellationToken);
}

/// <summary>One more trial at the end of a list.</summary>
/// <param name="Response">Which session.</param>
/// <param name="Participant">Key of the parent who sends it.</param>
/// <param name="Count">Entries that must be stored before.</param>
/// <param name="DigestBefore">Running digest that must be stored before.</param>
/// <param name="DigestAfter">Running digest with the new entry.</param>
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
);

/// <summary>What the contract shows of a response beside its data.</summary>
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

    /// <summary>JSON text of the exit survey's answers, or null.</summary>
    public string? ExitAnswers { get; init; }
}
