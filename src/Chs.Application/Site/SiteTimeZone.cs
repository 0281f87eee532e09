namespace Chs.Application.Site;

/// <summary>The zone in which the site counts days and in which the v1/v2 contract writes instants.</summary>
/// <param name="Zone">America/New_York unless the operator sets another, as in the reference system.</param>
public sealed record SiteTimeZone(TimeZoneInfo Zone)
{
    public DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime);
}
