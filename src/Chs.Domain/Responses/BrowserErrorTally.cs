namespace Chs.Domain.Responses;

/// <summary>The errors of one session that are kept, and whether there is room for another.</summary>
/// <param name="Count">Number of errors.</param>
/// <param name="Size">Their sizes together, in bytes.</param>
public readonly record struct BrowserErrorTally(int Count, int Size)
{
    /// <summary>Most errors that are kept of one session.</summary>
    public const int MaximumCount = 50;

    /// <summary>Largest size of a session's errors together, in bytes.</summary>
    public const int MaximumSize = 100 * 1024;

    /// <summary>Whether no error fits any more, however short it is.</summary>
    public bool IsFull => Count >= MaximumCount || Size >= MaximumSize;

    /// <summary>Whether this error may be kept too.</summary>
    public bool HasRoomFor(BrowserError error) => Count < MaximumCount && Size + error.Size <= MaximumSize;

    /// <summary>The tally with this error.</summary>
    public BrowserErrorTally With(BrowserError error) => new(Count + 1, Size + error.Size);
}
