using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;

namespace Chs.Application.Responses;

/// <summary>A whole session: its header, and its data as one JSON document.</summary>
public sealed record SessionView
{
    public required SessionHeader Header { get; init; }

    /// <summary>Items of the sequence, in order. Those of a frameplayer may hold <see cref="OddCharacters"/>.</summary>
    public required IReadOnlyList<string> Sequence { get; init; }

    /// <summary>UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Null in the answer to a save.</summary>
    public SessionOrigin? Origin { get; init; }

    /// <summary>
    /// Whether the session belongs to another family than the actor's. Only the own family saves, so the answer to a
    /// save never does.
    /// </summary>
    internal bool IsOthers(Actor actor) => Origin is { } origin && origin.ParticipantId != actor.Id;

    /// <summary>The sequence as texts that any program can read.</summary>
    internal IReadOnlyList<string> ReadableSequence => [.. Sequence.Select(OddCharacters.Replace)];

    /// <summary>Whether the family asked in the exit survey to have its videos deleted.</summary>
    public bool Withdrawn => ExitAnswers.Of(Header.ExitAnswers).Withdrawn;
}

/// <summary>When and by whom a session was begun.</summary>
/// <param name="HashedChildId">Short id of the child, valid within the study only.</param>
/// <param name="ParticipantId">The parent.</param>
/// <param name="DemographicsId">
/// The parent's demographic answers when the session began; null when there were none.
/// </param>
public sealed record SessionOrigin(
    DateTimeOffset CreatedAt,
    string HashedChildId,
    Guid ParticipantId,
    Guid? DemographicsId
);
