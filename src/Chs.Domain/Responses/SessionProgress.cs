namespace Chs.Domain.Responses;

/// <summary>How far a session came.</summary>
public enum SessionProgress
{
    /// <summary>It was opened; nothing is known of what followed, or nothing did.</summary>
    Opened = 0,

    /// <summary>It holds a trial, or has shown a frame.</summary>
    Started = 1,

    /// <summary>The consent frame was completed.</summary>
    Consented = 2,

    Completed = 3,
}
