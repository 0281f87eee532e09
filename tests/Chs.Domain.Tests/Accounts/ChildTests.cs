using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests.Accounts;

public class ChildTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    static readonly DateOnly Today = new(2026, 3, 2);
    static readonly Study Study = Sample.Study().WithKey(7);
    static readonly Deed Researcher = new(Guid.NewGuid(), 3, Now);

    [Theory, InlineData("2026-03-03"), InlineData("2026-03-04"), InlineData("9999-12-31")]
    public void Cannot_be_born_in_the_future(string birthday)
    {
        var fault = FaultOf(birthday);
        Assert.Equal(
            ("/birthday", "in_future", "A birthday can't be in the future: today is 2026-03-02."),
            (fault.Pointer, fault.Code, fault.Message)
        );
    }

    [Theory, InlineData("1906-03-01"), InlineData("1876-03-02"), InlineData("0001-01-01")]
    public void Cannot_be_older_than_anybody(string birthday)
    {
        var fault = FaultOf(birthday);
        Assert.Equal(
            ("/birthday", "out_of_range", "Nobody is that old: give a birthday from 1906-03-02 on."),
            (fault.Pointer, fault.Code, fault.Message)
        );
    }

    [Theory, InlineData("2026-03-02"), InlineData("1906-03-02")]
    public void May_be_born_today_or_long_ago(string birthday) =>
        Assert.Null(Register(Profile(DateOnly.Parse(birthday))).Error);

    [Fact]
    public void Is_born_by_the_calendar_of_the_site()
    {
        var today = new DateOnly(2026, 3, 1);
        var profile = Profile(new DateOnly(2026, 3, 2));
        Assert.NotNull(Child.Register(1, profile, Now, today).Error);
        Assert.Null(Child.Register(1, profile, Now, today.AddDays(1)).Error);
    }

    [Fact]
    public void Keeps_a_birthday_that_was_stored_before_there_was_a_rule()
    {
        var birthday = new DateOnly(2020, 1, 1);
        var child = Register(Profile(birthday)).Value;
        var before = new DateOnly(2019, 1, 1);
        Assert.Null(child.Describe(Profile(birthday, Gender.Male), before).Error);
        Assert.NotNull(child.Describe(Profile(birthday.AddDays(1)), before).Error);
    }

    static Fault FaultOf(string birthday) => Assert.Single(Register(Profile(DateOnly.Parse(birthday))).Error!.Faults);

    [Fact]
    public void Has_a_described_gender_only_when_it_is_open() =>
        Assert.Equal(
            AccountErrors.GenderNeedsDescription,
            Register(Profile(new DateOnly(2020, 1, 1), Gender.Male, "words")).Error
        );

    [Fact]
    public void Is_tested_with_participants_of_any_age_that_are_born()
    {
        var born = Child.CreateTest(Study, Profile(new DateOnly(1961, 4, 1)), Researcher, Today).Value;
        Assert.Equal((Study.Id, Researcher.ByKey), (born.TestOfStudyId, born.UserId));
        var unborn = Child.CreateTest(Study, Profile(new DateOnly(2026, 3, 4)), Researcher, Today);
        Assert.Equal("in_future", Assert.Single(unborn.Error!.Faults).Code);
    }

    [Fact]
    public void Belongs_to_no_study_when_a_family_registers_it() =>
        Assert.Null(Register(Profile(new DateOnly(2020, 1, 1))).Value.TestOfStudyId);

    static Outcome<Child> Register(ChildProfile profile) => Child.Register(1, profile, Now, Today);

    static ChildProfile Profile(DateOnly birthday, Gender gender = Gender.NoAnswer, string describe = "") =>
        new("Mika", birthday, gender, describe, null, "", 0, 0);
}
