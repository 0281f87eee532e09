using Chs.Domain.Eligibility;
using Xunit;

namespace Chs.Domain.Tests.Eligibility;

public class AgeRangeTests
{
    [Theory]
    [InlineData(1094, -1)]
    [InlineData(1095, 0)]
    [InlineData(1825, 0)]
    [InlineData(1826, 1)]
    public void Includes_both_ends(int days, int outside) =>
        Assert.Equal(outside, Between(3, 5).Value.DaysOutside(days));

    [Fact]
    public void Cannot_end_before_it_begins() => Assert.Equal(EligibilityErrors.EmptyAgeRange, Between(5, 3).Error);

    static Outcome<AgeRange> Between(int fromYears, int toYears) =>
        AgeRange.Between(Age.Of(fromYears, 0, 0).Value, Age.Of(toYears, 0, 0).Value);
}
