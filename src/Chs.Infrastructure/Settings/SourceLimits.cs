namespace Chs.Infrastructure.Settings;

/// <summary>How large the source of an experiment runner may be.</summary>
/// <param name="Packed">Bytes of the archive.</param>
/// <param name="Unpacked">Bytes of all files together.</param>
/// <param name="Files">Number of files and folders.</param>
/// <param name="Time">Time in which it must be fetched.</param>
public sealed record SourceLimits(long Packed, long Unpacked, int Files, TimeSpan Time);
