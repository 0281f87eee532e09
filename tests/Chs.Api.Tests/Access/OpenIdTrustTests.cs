using System.Security.Claims;
using Chs.Api.Access;
using Chs.Infrastructure.Settings;
using Xunit;

namespace Chs.Api.Tests.Access;

/// <summary>Claims come from the token and from the user's data, so each may come twice, and not always in one spelling.</summary>
public class OpenIdTrustTests
{
    static readonly OpenIdSettings Provider = new();

    [Theory]
    [InlineData("true")]
    [InlineData("true", "True")]
    [InlineData("1", "true")]
    public void An_address_is_verified_where_all_say_so(params string[] values) => Assert.True(IsVerified(values));

    [Theory]
    [InlineData]
    [InlineData("false")]
    [InlineData("true", "False")]
    [InlineData("0", "True")]
    [InlineData("true", "")]
    [InlineData("true", "perhaps")]
    public void And_is_not_where_any_says_otherwise_or_none_does(params string[] values) =>
        Assert.False(IsVerified(values));

    [Fact]
    public void Of_two_addresses_none_is_believed()
    {
        var person = PersonWith(("email", "a@uni.example"), ("email", "b@uni.example"), ("email_verified", "true"));
        Assert.Null(person.Only("email"));
        Assert.False(Provider.VouchesForAddress(person));
    }

    [Fact]
    public void An_address_may_be_said_twice()
    {
        var person = PersonWith(("email", "a@uni.example"), ("email", "a@uni.example"), ("email_verified", "true"));
        Assert.True(Provider.VouchesForAddress(person));
    }

    [Fact]
    public void One_of_several_ways_to_log_in_may_be_a_second_factor()
    {
        Assert.True(Provider.ShowedSecondFactor(PersonWith(("amr", "pwd"), ("amr", "mfa"))));
        Assert.False(Provider.ShowedSecondFactor(PersonWith(("amr", "pwd"), ("amr", "sms"))));
    }

    static bool IsVerified(string[] values) =>
        Provider.VouchesForAddress(
            PersonWith([("email", "a@uni.example"), .. values.Select(value => ("email_verified", value))])
        );

    static ClaimsPrincipal PersonWith(params (string Type, string Value)[] claims) =>
        new(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Type, claim.Value))));
}
