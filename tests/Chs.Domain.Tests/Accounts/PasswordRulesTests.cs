using Chs.Domain.Accounts;
using Xunit;

namespace Chs.Domain.Tests.Accounts;

public class PasswordRulesTests
{
    [Theory]
    [InlineData("short", "too_short")]
    [InlineData("1234567890123", "only_digits")]
    [InlineData("CorrectHorse", "common")]
    [InlineData("CorrectHorse2026!", "common")]
    [InlineData("  ** correcthorse", "common")]
    [InlineData("correcthorsecorrecthorse", "common")]
    [InlineData("aaaaaaaaaaaa", "common")]
    [InlineData("1212-1212-1212", "common")]
    [InlineData("            ", "common")]
    [InlineData("lovelace12", "similar")]
    [InlineData("ada.lovelace@family", "similar")]
    public void Refuse_a_weak_password(string password, string code) => Assert.Contains(code, FaultsOf(password));

    [Theory, InlineData("seven green bottles"), InlineData("8472950174a"), InlineData("correcthorse of ours")]
    public void Accept_a_good_password(string password) => Assert.Empty(FaultsOf(password));

    [Fact]
    public void Name_every_fault_at_once() => Assert.Equal(["too_short", "only_digits"], FaultsOf("123"));

    [Fact]
    public void Take_no_time_for_a_huge_password() => Assert.Equal(["too_long"], FaultsOf(new string('x', 100_000)));

    static string[] FaultsOf(string password)
    {
        var faults = PasswordRules.Check(
            password,
            candidate => candidate == "correcthorse",
            researcher: false,
            "ada.lovelace@family.example",
            "Ada",
            "Lovelace"
        );
        return [.. faults.Select(fault => fault.Code)];
    }
}
