using Chs.Domain.Eligibility;
using Xunit;

namespace Chs.Domain.Tests;

public class AgeRange_
{
    static AgeRange Range(int fromYears, int toYears) =>
        AgeRange.Between(Age.Of(fromYears, 0, 0).Value, Age.Of(toYears, 0, 0).Value).Value;

    [Theory]
    [InlineData(1094, -1)]
    [InlineData(1095, 0)]
    [InlineData(1825, 0)]
    [InlineData(1826, 1)]
    public void Includes_both_ends(int days, int outside) => Assert.Equal(outside, Range(3, 5).DaysOutside(days));

    [Fact]
    public void Can_t_end_before_it_begins() =>
        Assert.Equal(
            EligibilityErrors.EmptyAgeRange,
            AgeRange.Between(Age.Of(5, 0, 0).Value, Age.Of(3, 0, 0).Value).Error
        );

    [Theory, InlineData(19, 0, 0), InlineData(0, 12, 0), InlineData(0, 0, 32), InlineData(-1, 0, 0)]
    public void Is_made_of_ages_that_can_be_written(int years, int months, int days) =>
        Assert.True(Age.Of(years, months, days).Failed);
}
