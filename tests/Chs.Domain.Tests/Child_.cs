using Chs.Domain.Accounts;
using Xunit;

namespace Chs.Domain.Tests;

public class Child_
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    static ChildProfile Profile(DateOnly birthday, Gender gender = Gender.NoAnswer, string describe = "") =>
        new("Mika", birthday, gender, describe, null, "", 0, 0);

    [Fact]
    public void Isn_t_born_in_the_future() =>
        Assert.Equal(AccountErrors.BirthdayInFuture, Child.Register(1, Profile(new DateOnly(2026, 3, 4)), Now).Error);

    [Fact]
    public void May_be_born_where_it_is_tomorrow_already() =>
        Assert.False(Child.Register(1, Profile(new DateOnly(2026, 3, 3)), Now).Failed);

    [Fact]
    public void Has_a_described_gender_only_when_it_is_open() =>
        Assert.True(Child.Register(1, Profile(new DateOnly(2020, 1, 1), Gender.Male, "words"), Now).Failed);

    [Theory]
    [InlineData(0b11UL, "autism_spectrum_disorder deaf")]
    [InlineData(0b110UL, "deaf hearing_impairment")]
    [InlineData(0UL, "")]
    public void Has_conditions_in_bit_order(ulong set, string text)
    {
        Assert.Equal(text, ChildTraits.Join(set, ChildTraits.Conditions));
        Assert.Equal(
            set,
            ChildTraits.Parse(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), ChildTraits.Conditions)
        );
    }

    [Fact]
    public void Knows_sixty_languages() =>
        Assert.Equal((60, "yue"), (ChildTraits.Languages.Count, ChildTraits.Languages[59]));

    [Theory, InlineData(0, "Under 24 weeks"), InlineData(16, "39 weeks"), InlineData(17, "40 or more weeks")]
    public void Has_a_gestational_age_in_words(int code, string label) =>
        Assert.Equal(label, ChildTraits.GestationalAgeLabel(code));
}
