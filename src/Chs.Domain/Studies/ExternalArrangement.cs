namespace Chs.Domain.Studies;

/// <summary>How families take part in an external study.</summary>
/// <param name="IsScheduled">Families make an appointment; otherwise they take part whenever they like.</param>
/// <param name="Scheduling">The tool for appointments, such as Calendly; empty: not given.</param>
/// <param name="Platform">The platform that the study runs on, such as Qualtrics; empty: not given.</param>
/// <param name="OtherScheduling">The tool in words, when <paramref name="Scheduling"/> is Other.</param>
/// <param name="OtherPlatform">The platform in words, when <paramref name="Platform"/> is Other.</param>
public sealed record ExternalArrangement(
    bool IsScheduled,
    string Scheduling,
    string Platform,
    string OtherScheduling,
    string OtherPlatform
)
{
    public static readonly ExternalArrangement None = new(false, "", "", "", "");
}
