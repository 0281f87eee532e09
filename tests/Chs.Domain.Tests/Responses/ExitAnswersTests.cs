using System.Text;
using Chs.Domain.Responses;
using Xunit;

namespace Chs.Domain.Tests.Responses;

public class ExitAnswersTests
{
    static ExitAnswers Of(string survey) => ExitAnswers.Of(ExitAnswers.Extract(Encoding.UTF8.GetBytes(survey)));

    [Theory]
    [InlineData("""{"withdrawal":true}""", true)]
    [InlineData("""{"withdrawal":"yes"}""", true)]
    [InlineData("""{"withdrawal":""}""", false)]
    [InlineData("""{"withdrawal":0}""", false)]
    [InlineData("""{"withdrawal":null}""", false)]
    [InlineData("""{}""", false)]
    [InlineData("""[1]""", false)]
    [InlineData("3", false)]
    public void Tell_whether_the_family_withdraws(string survey, bool withdrawn) =>
        Assert.Equal(withdrawn, Of(survey).Withdrawn);

    [Theory]
    [InlineData("2021-02-03T00:00:00Z", 2)]
    [InlineData("2021-01-31", -1)]
    [InlineData("soon", null)]
    [InlineData("2021-02-30xx", null)]
    public void Count_days_from_the_registered_birthday(string birthDate, int? days) =>
        Assert.Equal(days, Of($$"""{"birthDate":"{{birthDate}}"}""").DaysFrom(new DateOnly(2021, 2, 1)));

    [Fact]
    public void Keep_nothing_else_of_the_survey() =>
        Assert.DoesNotContain(
            "secret",
            ExitAnswers.Extract(Encoding.UTF8.GetBytes("""{"feedback":"f","other":"secret"}"""))
        );
}
