using Chs.Domain.Builds;
using Xunit;

namespace Chs.Domain.Tests.Builds;

public class BuiltPageTests
{
    [Theory]
    [InlineData("<script src=/studies/1/assets/app.js></script>")]
    [InlineData("<script src='assets/app.js'></script><link rel=\"stylesheet\" href='/studies/1/assets/app.css?v=2'>")]
    [InlineData("<script src=\"https://cdn.example/aws.js\" integrity=x></script>")]
    [InlineData("<link rel=canonical href=/nowhere><!-- <script src=old.js></script> -->")]
    [InlineData("<img src=\"data:image/png;base64,AA\">")]
    public void Is_whole_when_it_finds_everything(string html) => Assert.Null(FindFault(html));

    [Theory]
    [InlineData("<SCRIPT async src=\"/studies/1/assets/lost.js\"></SCRIPT>", "lost.js")]
    [InlineData("<script src=\"/assets/app.js\"></script>", "isn't below /studies/1/")]
    [InlineData("<script src=\"/studies/1/../../secret.js\"></script>", "didn't make")]
    [InlineData("<link rel='icon' href='favicon.ico'>", "favicon.ico")]
    public void Names_what_it_lacks(string html, string fault) => Assert.Contains(fault, FindFault(html));

    static string? FindFault(string html)
    {
        HashSet<string> paths = ["assets/app.js", "assets/app.css", "index.html"];
        return BuiltPage.FindFault(html, "/studies/1/", paths);
    }
}
