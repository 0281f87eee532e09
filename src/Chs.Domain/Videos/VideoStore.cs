namespace Chs.Domain.Videos;

/// <summary>The store that holds a video file. The reference has a bucket for each recorder.</summary>
public enum VideoStore
{
    Pipe = 1,
    JsPsych = 2,
    Frameplayer = 3,
}
