namespace Chs.Domain.Responses;

/// <summary>One trial or frame, as the runner sent it.</summary>
public sealed class ResponseEntry
{
    ResponseEntry() { }

    public long ResponseId { get; private init; }

    /// <summary>0, 1, 2 … in the order of arrival.</summary>
    public int Ordinal { get; private init; }

    /// <summary>Frame id exactly as it was sent: it may hold <see cref="OddCharacters"/>. Null for trials.</summary>
    public string? Key { get; private init; }

    /// <summary>A trial's item of the sequence, <c>index-type</c>; null when the trial has none.</summary>
    public string? Label { get; private set; }

    /// <summary><c>chs_type</c> of a trial, <c>frameType</c> of a frame, in lower case; null when absent.</summary>
    public string? Kind { get; private set; }

    /// <summary>The exact bytes that were sent, UTF-8 JSON.</summary>
    public byte[] Payload { get; private set; } = [];

    /// <summary>Digest of the payload, 16 bytes.</summary>
    public byte[] Digest { get; private set; } = [];

    public DateTimeOffset ReceivedAt { get; private set; }

    public static ResponseEntry Of(long response, int ordinal, string? key, EntryContent content, DateTimeOffset now)
    {
        var entry = new ResponseEntry
        {
            ResponseId = response,
            Ordinal = ordinal,
            Key = key,
        };
        entry.Replace(content, now);
        return entry;
    }

    public void Replace(EntryContent content, DateTimeOffset now)
    {
        Label = content.Label;
        Kind = content.Kind;
        Payload = content.Payload;
        Digest = content.Digest;
        ReceivedAt = now;
    }
}

/// <summary>The payload of an entry, with what was extracted from it. For the members see <see cref="ResponseEntry"/>.</summary>
public sealed record EntryContent(string? Label, string? Kind, byte[] Payload, byte[] Digest);
