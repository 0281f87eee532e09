using Chs.Domain.Builds;
using FsCheck.Xunit;
using Xunit;

namespace Chs.Domain.Tests.Builds;

public class FileNamesTests
{
    /// <summary>Browsers keep fingerprinted files for ever.</summary>
    [Theory]
    [InlineData("assets/vendor-d41d8cd98f00b204e9800998ecf8427e.js", true)]
    [InlineData("chunk.143.0a1b2c3d4e.js", true)]
    [InlineData("a-0a1b2c3d.css.map", true)]
    [InlineData("index.html", false)]
    [InlineData("assets/app.js", false)]
    [InlineData("so-defaced.js", false)]
    [InlineData("jquery-3.min.js", false)]
    public void Are_fingerprinted_when_they_hold_a_hash(string path, bool isFingerprinted) =>
        Assert.Equal(isFingerprinted, FileNames.IsFingerprinted(path));

    [Property(MaxTest = 500)]
    public bool Never_lead_out_of_their_folder(string? name) =>
        FileNames.NormalizeRelativePath(name ?? "") is not { } path
        || (!path.Split('/').Contains("..") && path[0] != '/' && !path.Contains('\\'));
}
