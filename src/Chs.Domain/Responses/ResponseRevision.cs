using System.Text;

namespace Chs.Domain.Responses;

/// <summary>An earlier value of a session's data that the player has replaced.</summary>
/// <remarks>
/// Players do rewrite what they saved. What was acknowledged is never lost by that: it stays readable for the study's
/// researchers until the response is deleted.
/// </remarks>
public sealed class ResponseRevision
{
    /// <summary>How many earlier values of the same entry, or of the same other part, are kept.</summary>
    public const int MaximumOfSamePart = 20;

    /// <summary>How many bytes of earlier values are kept of one response, with <see cref="RowBytes"/> for each.</summary>
    public const long MaximumBytes = 10 * 1024 * 1024;

    /// <summary>What a revision costs beside its payload, about.</summary>
    public const int RowBytes = 500;

    /// <summary>As much of an entry's id and label is kept, in characters.</summary>
    public const int LongestName = 200;

    ResponseRevision() { }

    public long Id { get; private init; }
    public Guid Uuid { get; private init; }
    public long ResponseId { get; private init; }
    public RevisedPart Part { get; private init; }

    /// <summary>The entry's place in the order of arrival; null for parts that aren't entries.</summary>
    public int? Ordinal { get; private init; }

    /// <summary>The beginning of the frame's id; null for trials and other parts.</summary>
    public string? Key { get; private init; }

    /// <summary>The beginning of a trial's item of the sequence at that time; null where it had none.</summary>
    public string? Label { get; private init; }

    /// <summary>The exact bytes that were stored, UTF-8 JSON.</summary>
    public byte[] Payload { get; private init; } = [];

    /// <summary>Digest of an entry's payload, 16 bytes; empty for other parts.</summary>
    public byte[] Digest { get; private init; } = [];

    /// <summary>Bytes of the payload.</summary>
    public int Bytes { get; private init; }

    /// <summary>When the value arrived; null where that wasn't recorded.</summary>
    public DateTimeOffset? ReceivedAt { get; private init; }

    /// <summary>When another value took its place.</summary>
    public DateTimeOffset ReplacedAt { get; private init; }

    /// <summary>The content of an entry that is about to be replaced.</summary>
    public static ResponseRevision Of(ResponseEntry entry, DateTimeOffset now) =>
        OfEntry(entry, new(entry.Label, entry.Kind, entry.Payload, entry.Digest), entry.ReceivedAt, now);

    /// <summary>A content of an entry that arrived when a newer one was stored already.</summary>
    public static ResponseRevision OfOvertaken(ResponseEntry entry, EntryContent content, DateTimeOffset now) =>
        OfEntry(entry, content, now, now);

    /// <summary>The value of another part that is about to be replaced.</summary>
    /// <param name="json">JSON text.</param>
    public static ResponseRevision Of(long response, RevisedPart part, string json, DateTimeOffset now)
    {
        var payload = Encoding.UTF8.GetBytes(json);
        return new ResponseRevision
        {
            Uuid = Guid.CreateVersion7(now),
            ResponseId = response,
            Part = part,
            Payload = payload,
            Bytes = payload.Length,
            ReplacedAt = now,
        };
    }

    /// <summary>
    /// Chooses which revisions have to go: of too many of the same part the middle ones, and of what is left, where it is
    /// too large, the middle ones of the part that takes most.
    /// </summary>
    /// <param name="revisions">All revisions of a response, oldest first.</param>
    public static IReadOnlyList<RevisionSize> TooMuchOf(IReadOnlyList<RevisionSize> revisions)
    {
        var tooMany = revisions.GroupBy(r => (r.Part, r.Ordinal)).SelectMany(same => MiddleOf([.. same])).ToHashSet();
        var left = revisions.Where(r => !tooMany.Contains(r)).ToList();
        return [.. tooMany, .. BeyondBytes(left)];
    }

    static IEnumerable<RevisionSize> MiddleOf(IReadOnlyList<RevisionSize> same) =>
        same.Skip(MaximumOfSamePart / 2).Take(same.Count - MaximumOfSamePart);

    /// <summary>
    /// What is too large goes where most of it is: one large entry, saved again and again, costs no other entry its earlier
    /// values.
    /// </summary>
    static List<RevisionSize> BeyondBytes(IReadOnlyCollection<RevisionSize> revisions)
    {
        var bytes = revisions.Sum(revision => revision.Stored);
        if (bytes <= MaximumBytes)
            return [];
        var largestFirst = new PriorityQueue<List<RevisionSize>, long>();
        foreach (var same in revisions.GroupBy(r => (r.Part, r.Ordinal)))
            largestFirst.Enqueue([.. same], -same.Sum(r => r.Stored));
        var dropped = new List<RevisionSize>();
        while (bytes > MaximumBytes)
        {
            var same = largestFirst.Dequeue();
            var middle = same[same.Count / 2];
            same.Remove(middle);
            dropped.Add(middle);
            bytes -= middle.Stored;
            if (same.Count > 0)
                largestFirst.Enqueue(same, -same.Sum(r => r.Stored));
        }

        return dropped;
    }

    static ResponseRevision OfEntry(
        ResponseEntry entry,
        EntryContent content,
        DateTimeOffset receivedAt,
        DateTimeOffset now
    ) =>
        new()
        {
            Uuid = Guid.CreateVersion7(now),
            ResponseId = entry.ResponseId,
            Part = RevisedPart.Entry,
            Ordinal = entry.Ordinal,
            Key = BeginningOf(entry.Key),
            Label = BeginningOf(content.Label),
            Payload = content.Payload,
            Digest = content.Digest,
            Bytes = content.Payload.Length,
            ReceivedAt = receivedAt,
            ReplacedAt = now,
        };

    static string? BeginningOf(string? name) => name is { Length: > LongestName } ? name[..LongestName] : name;
}

/// <summary>What of a session was replaced.</summary>
public enum RevisedPart
{
    /// <summary>A trial or a frame.</summary>
    Entry = 1,
    Conditions = 2,
    GlobalEventTimings = 3,
    Sequence = 4,
    Completed = 5,
    CompletedConsentFrame = 6,
    SurveyConsent = 7,
    RecordingMethod = 8,

    /// <summary>Data of another kind, which were sent when frames were stored, and never took their place.</summary>
    Data = 9,
}

/// <summary>A stored revision, as far as its size matters.</summary>
public sealed record RevisionSize(long Id, RevisedPart Part, int? Ordinal, int Bytes)
{
    /// <summary>
    /// What it costs to keep it: the row counts too, for a player may replace thousands of entries of a few bytes.
    /// </summary>
    public long Stored => Bytes + ResponseRevision.RowBytes;
}
