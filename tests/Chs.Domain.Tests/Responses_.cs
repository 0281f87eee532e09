using System.Text;
using Chs.Domain.Responses;
using FsCheck.Xunit;
using Xunit;

namespace Chs.Domain.Tests;

public class HashedId_
{
    /// <summary>Recorded from the reference.</summary>
    [Fact]
    public void Is_the_references() =>
        Assert.Equal(
            "dYdURR",
            HashedId.Of(
                Guid.Parse("451abd81-f1d6-4ed6-97f5-e837d70820fe"),
                Guid.Parse("18f135d2-5f55-4203-b018-50c5a38fd547"),
                Guid.Parse("907a70c3-1012-4037-b64c-e4228c38fb29"),
                6
            )
        );

    [Property]
    public bool Begins_with_the_shorter_one(Guid who, Guid study, Guid salt) =>
        HashedId.Of(who, study, salt, 51).StartsWith(HashedId.Of(who, study, salt, 6), StringComparison.Ordinal);

    [Property]
    public bool Avoids_what_people_confuse(Guid who, Guid study, Guid salt) =>
        !HashedId.Of(who, study, salt, 51).AsSpan().ContainsAny("01IO");
}

public class ExitAnswers_
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
    public void Know_a_withdrawal(string survey, bool withdrawn) => Assert.Equal(withdrawn, Of(survey).Withdrawn);

    [Theory]
    [InlineData("2021-02-03T00:00:00Z", 2)]
    [InlineData("2021-01-31", -1)]
    [InlineData("soon", null)]
    [InlineData("2021-02-30xx", null)]
    public void Count_days_from_the_registered_birthday(string said, int? days) =>
        Assert.Equal(days, Of($$"""{"birthDate":"{{said}}"}""").DaysFrom(new DateOnly(2021, 2, 1)));

    [Fact]
    public void Keep_nothing_else_of_the_survey() =>
        Assert.DoesNotContain(
            "secret",
            ExitAnswers.Extract(Encoding.UTF8.GetBytes("""{"feedback":"f","other":"secret"}"""))
        );
}
