using Chs.Domain.Responses;
using Xunit;

namespace Chs.Domain.Tests.Responses;

public class BrowserErrorTallyTests
{
    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(49, 1_000, true)]
    [InlineData(50, 1_000, false)]
    [InlineData(3, BrowserErrorTally.MaximumSize - 4, true)]
    [InlineData(3, BrowserErrorTally.MaximumSize - 3, false)]
    public void Has_room_for_fifty_errors_of_one_hundred_kilobytes_together(int count, int size, bool hasRoom) =>
        Assert.Equal(hasRoom, new BrowserErrorTally(count, size).HasRoomFor(Error("oops")));

    [Fact]
    public void Adds_an_error() =>
        Assert.Equal(new BrowserErrorTally(3, 14), new BrowserErrorTally(2, 10).With(Error("oops")));

    [Theory]
    [InlineData(49, BrowserErrorTally.MaximumSize - 1, false)]
    [InlineData(50, 0, true)]
    [InlineData(1, BrowserErrorTally.MaximumSize, true)]
    public void Is_full_when_not_even_the_shortest_error_fits(int count, int size, bool isFull) =>
        Assert.Equal(isFull, new BrowserErrorTally(count, size).IsFull);

    static BrowserError Error(string message)
    {
        var now = new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
        var session = Response.Start(Sample.Study(), 1, child: 1, participant: 2, null, preview: false, [], now);
        return BrowserError.Of(session, message, "", "", null, now);
    }
}
