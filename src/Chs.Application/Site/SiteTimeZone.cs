namespace Chs.Application.Site;

/// <summary>The zone in which the study site counts days and the runner contract writes instants, as the reference does.</summary>
public static class SiteTimeZone
{
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    public static DateOnly Today(DateTimeOffset now) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime);
}
