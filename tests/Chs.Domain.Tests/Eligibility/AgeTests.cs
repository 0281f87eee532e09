using Chs.Domain.Eligibility;
using Xunit;

namespace Chs.Domain.Tests.Eligibility;

public class AgeTests
{
    [Theory, InlineData(19, 0, 0), InlineData(0, 12, 0), InlineData(0, 0, 32), InlineData(-1, 0, 0)]
    public void Refuses_years_months_and_days_that_nobody_would_write(int years, int months, int days) =>
        Assert.True(Age.Of(years, months, days).Failed);
}
