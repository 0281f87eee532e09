using Xunit;

namespace Chs.Browser.Tests;

/// <summary>The proxy of these tests leads as docs/front-ends.md tells operators to.</summary>
public class FrontEndSiteTests
{
    [Theory]
    [InlineData("/api/v3/site")]
    [InlineData("/openapi/v3.json")]
    [InlineData("/swagger")]
    [InlineData("/errors/study.not_built")]
    [InlineData("/health/ready")]
    [InlineData("/media/a.png")]
    [InlineData("/stage/thanks/")]
    [InlineData("/login/institution/")]
    [InlineData("/studies/1/2/")]
    [InlineData("/studies/j/1/2/")]
    [InlineData("/studies/1/assets/player.js")]
    [InlineData("/exp/studies/1/2/preview/")]
    [InlineData("/exp/studies/j/1/2/preview/")]
    [InlineData("/de/studies/1/2/")]
    public void Leads_to_the_program(string path) => Assert.True(FrontEndSite.IsPrograms("GET", path));

    [Theory]
    [InlineData("/")]
    [InlineData("/apiary")]
    [InlineData("/login/")]
    [InlineData("/login/code/")]
    [InlineData("/logout/")]
    [InlineData("/de/studies/1/")]
    [InlineData("/studies/")]
    [InlineData("/studies/1/")]
    [InlineData("/exp/studies/1/")]
    [InlineData("/exp/labs/1/members/")]
    [InlineData("/account/confirm/")]
    public void Leads_to_the_front_end(string path) => Assert.False(FrontEndSite.IsPrograms("GET", path));

    [Fact]
    public void Leads_the_button_of_a_log_out_to_the_program() =>
        Assert.True(FrontEndSite.IsPrograms("POST", "/logout/"));
}
