using Chs.Domain.Builds;
using Xunit;

namespace Chs.Domain.Tests.Builds;

public class ExperimentRunnerSourceTests
{
    [Theory]
    [InlineData("https://github.com/lookit/ember-lookit-frameplayer", "github.com/lookit/ember-lookit-frameplayer")]
    [InlineData("https://github.com/lookit/player.git", "github.com/lookit/player")]
    public void Is_read_from_the_address_of_a_repository(string address, string expected) =>
        Assert.Equal(expected, ExperimentRunnerSource.Parse(address).Value.ToString());

    [Theory]
    [InlineData("https://user:secret@github.com/a/b")]
    [InlineData("https://github.com/a")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://github.com/a/../b")]
    [InlineData("ssh://github.com/a/b")]
    [InlineData("https://github.com/a/b?x=1")]
    public void Refuses_any_other_address(string address) => Assert.True(ExperimentRunnerSource.Parse(address).Failed);
}
