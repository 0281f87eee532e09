using Chs.Domain.Accounts;
using Xunit;

namespace Chs.Domain.Tests;

public class PasswordRules_
{
    static string[] Codes(string password) =>
        [
            .. PasswordRules
                .Check(
                    password,
                    p => p == "correcthorse",
                    researcher: false,
                    "ada.lovelace@family.example",
                    "Ada",
                    "Lovelace"
                )
                .Select(fault => fault.Code),
        ];

    [Theory]
    [InlineData("short", "too_short")]
    [InlineData("1234567890123", "only_digits")]
    [InlineData("CorrectHorse", "common")]
    [InlineData("lovelace12", "similar")]
    [InlineData("ada.lovelace@family", "similar")]
    public void Refuse(string password, string code) => Assert.Contains(code, Codes(password));

    [Theory, InlineData("seven green bottles"), InlineData("8472950174a")]
    public void Accept(string password) => Assert.Empty(Codes(password));

    [Fact]
    public void Name_every_fault_at_once() => Assert.Equal(["too_short", "only_digits"], Codes("123"));

    [Fact]
    public void Take_no_time_for_a_huge_password() => Assert.Equal(["too_long"], Codes(new string('x', 100_000)));
}

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
