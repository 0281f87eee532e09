namespace Chs.Infrastructure.Settings;

/// <summary>Recordings of sessions.</summary>
public sealed class VideoSettings
{
    public VideoProvider Provider { get; set; } = VideoProvider.Disk;

    /// <summary>Key with which recorders sign their call-backs; null: no call-back is accepted.</summary>
    public string? CallbackKey { get; set; }
}

/// <summary>Where recordings are kept. Later versions may offer more.</summary>
public enum VideoProvider
{
    Disk = 1,
}
