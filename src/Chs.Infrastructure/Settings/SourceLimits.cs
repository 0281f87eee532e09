namespace Chs.Infrastructure.Settings;

/// <summary>How large the source of an experiment runner may be.</summary>
/// <param name="Packed">Bytes of the archive.</param>
/// <param name="Unpacked">Bytes of all files together.</param>
/// <param name="Files">Number of files and folders.</param>
/// <param name="Time">Time in which it must be fetched.</param>
public sealed record SourceLimits(long Packed, long Unpacked, int Files, TimeSpan Time)
{
    internal static SourceLimits Read(SettingsReader reader) =>
        new(
            reader.Megabytes("Builds:Source:Packed", 200),
            reader.Megabytes("Builds:Source:Unpacked", 1024),
            (int)reader.Number("Builds:Source:Files", 50_000, 1, 10_000_000),
            TimeSpan.FromSeconds(reader.Number("Builds:Source:Seconds", 120, 1, 3600))
        );
}
