using Chs.Application.Ports;
using Chs.Infrastructure.Identity;
using Xunit;

namespace Chs.Infrastructure.Tests;

public class Passwords_
{
    readonly Passwords _passwords = new();

    [Fact]
    public void Fit_their_own_hash_only()
    {
        var hash = _passwords.Hash("seven green bottles");
        Assert.Equal(PasswordMatch.Yes, _passwords.Verify(hash, "seven green bottles"));
        Assert.Equal(PasswordMatch.No, _passwords.Verify(hash, "seven green bottle"));
        Assert.NotEqual(hash, _passwords.Hash("seven green bottles"));
        Assert.DoesNotContain("bottles", hash);
    }

    [Theory, InlineData("password", true), InlineData("qwertyuiop", true), InlineData("seven green bottles", false)]
    public void Are_common_when_the_list_says_so(string password, bool common) => Assert.Equal(common, _passwords.IsCommon(password));
}
