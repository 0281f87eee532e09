namespace Chs.Infrastructure.Settings;

/// <summary>How large the source of an experiment runner may be. Sizes are in megabytes.</summary>
public sealed class SourceLimitSettings
{
    public int Packed { get; set; } = 200;
    public int Unpacked { get; set; } = 1024;
    public int Files { get; set; } = 50_000;
    public int Seconds { get; set; } = 120;

    internal SourceLimits ToLimits() =>
        new(Packed * BuildSettings.Megabyte, Unpacked * BuildSettings.Megabyte, Files, TimeSpan.FromSeconds(Seconds));
}
