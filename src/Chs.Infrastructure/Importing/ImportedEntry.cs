using Chs.Domain.Responses;

namespace Chs.Infrastructure.Importing;

/// <summary>A trial or frame of a session that is being copied.</summary>
/// <param name="Key">The frame's key in the session's data; null in a list of trials.</param>
readonly record struct ImportedEntry(
    long ResponseId,
    int Ordinal,
    string? Key,
    EntryContent Content,
    DateTime ReceivedAt
);
