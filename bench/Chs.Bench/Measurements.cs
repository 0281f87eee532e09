namespace Chs.Bench;

/// <summary>Calculations on measured values.</summary>
static class Measurements
{
    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>Median of the quotients of two series, measurement by measurement.</summary>
    public static double MedianRatio(IEnumerable<double> values, IEnumerable<double> divisors) =>
        Median([.. values.Zip(divisors, (value, divisor) => value / divisor)]);
}
