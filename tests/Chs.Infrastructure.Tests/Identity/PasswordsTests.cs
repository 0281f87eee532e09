using Chs.Application.Ports;
using Chs.Infrastructure.Identity;
using Xunit;

namespace Chs.Infrastructure.Tests.Identity;

/// <summary>The real password hasher.</summary>
public class PasswordsTests
{
    /// <summary>Without a database: only log-ins look for the costliest hash.</summary>
    readonly Passwords _passwords = new(null!);

    [Fact]
    public void A_hash_fits_its_own_password_only()
    {
        var hash = _passwords.Hash("seven green bottles");
        Assert.Equal(PasswordMatch.Yes, _passwords.Verify(hash, "seven green bottles"));
        Assert.Equal(PasswordMatch.No, _passwords.Verify(hash, "seven green bottle"));
        Assert.NotEqual(hash, _passwords.Hash("seven green bottles"));
        Assert.DoesNotContain("bottles", hash);
    }

    /// <summary>The hash is Django's of "correct horse". Other software has made it.</summary>
    [Theory]
    [InlineData(
        "pbkdf2_sha256$1000$salt$boRToEKoQr22LeDTyHDsEkHpDsDOTyWJq16HknEiweU=",
        "correct horse",
        PasswordMatch.YesButRehash
    )]
    [InlineData(
        "pbkdf2_sha256$1000$salt$boRToEKoQr22LeDTyHDsEkHpDsDOTyWJq16HknEiweU=",
        "correct house",
        PasswordMatch.No
    )]
    [InlineData(
        "pbkdf2_sha256$1001$salt$boRToEKoQr22LeDTyHDsEkHpDsDOTyWJq16HknEiweU=",
        "correct horse",
        PasswordMatch.No
    )]
    [InlineData("pbkdf2_sha256$1000$salt$", "", PasswordMatch.No)]
    [InlineData("pbkdf2_sha256$1000$salt", "correct horse", PasswordMatch.No)]
    [InlineData(
        "pbkdf2_sha256$99999999999$salt$boRToEKoQr22LeDTyHDsEkHpDsDOTyWJq16HknEiweU=",
        "correct horse",
        PasswordMatch.No
    )]
    [InlineData("argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdA$aGFzaA", "correct horse", PasswordMatch.No)]
    [InlineData("AQAAAAIAAYag", "correct horse", PasswordMatch.No)]
    [InlineData("", "", PasswordMatch.No)]
    [InlineData("!unusable", "!unusable", PasswordMatch.No)]
    [InlineData("!", "", PasswordMatch.No)]
    public void A_hash_that_an_import_brought_fits_its_password(string hash, string password, PasswordMatch match) =>
        Assert.Equal(match, _passwords.Verify(hash, password));

    [Theory, InlineData("password", true), InlineData("qwertyuiop", true), InlineData("seven green bottles", false)]
    public void A_password_is_common_when_the_list_says_so(string password, bool common) =>
        Assert.Equal(common, _passwords.IsCommon(password));
}
