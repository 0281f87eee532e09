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
