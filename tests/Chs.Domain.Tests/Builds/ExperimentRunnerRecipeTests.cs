using System.Text;
using Chs.Domain.Builds;
using Xunit;

namespace Chs.Domain.Tests.Builds;

public class ExperimentRunnerRecipeTests
{
    [Theory]
    [InlineData(
        """{"node":"20","install":["npm","ci"],"build":["npm","run","build"],"output":"out","fingerprintPrefix":"BASE"}"""
    )]
    [InlineData("""{"build":["make"]}""")]
    [InlineData("""{"node":20,"build":["make"]}""")]
    public void Is_read_from_the_repository(string json) => Assert.Null(Read(json).Error);

    [Theory]
    [InlineData("""{"install":["npm","ci"]}""", "'install' and 'build'")]
    [InlineData("""{"build":"make"}""", "'install' and 'build'")]
    [InlineData("""{"build":["make"],"output":"../up"}""", "'output'")]
    [InlineData("""{"build":["make"],"output":"/etc"}""", "'output'")]
    [InlineData("""{"build":["make"],"node":"latest"}""", "'node'")]
    [InlineData("""{"build":["make"],"fingerprintPrefix":"A B"}""", "'fingerprintPrefix'")]
    [InlineData("""{"build":["make"],"oncePerCommit":"yes"}""", "'oncePerCommit'")]
    [InlineData("[1]", "object")]
    [InlineData("{", "can't be read")]
    [InlineData("""{"build":["make \ud83d"]}""", "Half of a character")]
    public void Names_its_fault(string json, string fault) => Assert.Contains(fault, Read(json).Error?.Message);

    [Fact]
    public void Uses_the_folders_and_the_node_of_a_frameplayer_where_the_repository_says_nothing()
    {
        var recipe = FrameplayerRecipe();
        Assert.Equal(("12", "dist", "PREPEND_FINGERPRINT"), (recipe.Node, recipe.Output, recipe.FingerprintVariable));
    }

    [Fact]
    public void Installs_what_a_frameplayer_has_lists_of_where_the_repository_says_nothing() =>
        Assert.Equal(
            ["yarn install --frozen-lockfile", "bower install --allow-root"],
            FrameplayerRecipe().Install.Select(command => string.Join(' ', command))
        );

    /// <summary>A runner that isn't known may do anything with the address of the study's files.</summary>
    [Theory]
    [InlineData("""{"build":["make"]}""", false)]
    [InlineData("""{"build":["make"],"oncePerCommit":false}""", false)]
    [InlineData("""{"build":["make"],"oncePerCommit":true}""", true)]
    public void Is_built_for_each_study_unless_it_says_otherwise(string json, bool isBuiltOnce)
    {
        Assert.Equal(isBuiltOnce, Read(json).Value.IsBuiltOncePerCommit);
        Assert.True(FrameplayerRecipe().IsBuiltOncePerCommit);
    }

    [Fact]
    public void Needs_a_package_json_at_least() =>
        Assert.Equal("runner.not_a_runner", ExperimentRunnerRecipe.ByConvention(_ => false).Error?.Code);

    static Outcome<ExperimentRunnerRecipe> Read(string json) =>
        ExperimentRunnerRecipe.Read(Encoding.UTF8.GetBytes(json));

    static ExperimentRunnerRecipe FrameplayerRecipe()
    {
        HashSet<string> files = ["package.json", "yarn.lock", "bower.json"];
        return ExperimentRunnerRecipe.ByConvention(files.Contains).Value;
    }
}
