using Chs.Domain.Accounts;
using Chs.Domain.Studies;
using Xunit;

namespace Chs.Domain.Tests.Accounts;

public class ChildTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    static readonly Study Study = Sample.Study().WithKey(7);
    static readonly Deed Researcher = new(Guid.NewGuid(), 3, Now);

    [Fact]
    public void Cannot_be_born_in_the_future() =>
        Assert.Equal(AccountErrors.BirthdayInFuture, Register(Profile(new DateOnly(2026, 3, 4))).Error);

    [Fact]
    public void May_be_born_where_it_is_tomorrow_already() =>
        Assert.Null(Register(Profile(new DateOnly(2026, 3, 3))).Error);

    [Fact]
    public void Has_a_described_gender_only_when_it_is_open() =>
        Assert.Equal(
            AccountErrors.GenderNeedsDescription,
            Register(Profile(new DateOnly(2020, 1, 1), Gender.Male, "words")).Error
        );

    [Fact]
    public void Is_tested_with_participants_of_any_age_that_are_born()
    {
        var born = Child.CreateTest(Study, Profile(new DateOnly(1961, 4, 1)), Researcher).Value;
        Assert.Equal((Study.Id, Researcher.ByKey), (born.TestOfStudyId, born.UserId));
        var unborn = Child.CreateTest(Study, Profile(new DateOnly(2026, 3, 4)), Researcher);
        Assert.Equal(AccountErrors.BirthdayInFuture, unborn.Error);
    }

    [Fact]
    public void Belongs_to_no_study_when_a_family_registers_it() =>
        Assert.Null(Register(Profile(new DateOnly(2020, 1, 1))).Value.TestOfStudyId);

    static Outcome<Child> Register(ChildProfile profile) => Child.Register(1, profile, Now);

    static ChildProfile Profile(DateOnly birthday, Gender gender = Gender.NoAnswer, string describe = "") =>
        new("Mika", birthday, gender, describe, null, "", 0, 0);
}
