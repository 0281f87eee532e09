using System.Globalization;

namespace Chs.Application.Paging;

/// <summary>Instants as the text of a cursor: ticks in UTC.</summary>
static class InstantCursor
{
    public static string Format(DateTimeOffset instant) => instant.UtcTicks.ToString(CultureInfo.InvariantCulture);

    /// <returns>Null when the text isn't an instant, such as in a cursor of another order.</returns>
    public static DateTimeOffset? Parse(string text)
    {
        if (!long.TryParse(text, CultureInfo.InvariantCulture, out var ticks))
            return null;
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks)
            return null;
        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }
}
