using Chs.Application.Exports;
using Xunit;

namespace Chs.Application.Tests.Exports;

public class ResponseRowsTests
{
    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 0)]
    [InlineData(15, 20)]
    [InlineData(25, 20)]
    [InlineData(360, 360)]
    [InlineData(361, 360)]
    [InlineData(375, 360)]
    [InlineData(376, 390)]
    [InlineData(405, 420)]
    public void Round_ages_with_halves_to_even(int days, int rounded) =>
        Assert.Equal(rounded, ResponseRows.Rounded(days));
}
