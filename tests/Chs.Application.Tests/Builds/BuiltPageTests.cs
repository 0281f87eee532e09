using System.Diagnostics;
using Chs.Application.Builds;
using Xunit;

namespace Chs.Application.Tests.Builds;

/// <summary>The page of a build, before families get it.</summary>
public class BuiltPageTests
{
    [Theory]
    [InlineData("<script src=/studies/1/assets/app.js></script>", null)]
    [InlineData(
        "<script src='assets/app.js'></script><link rel=\"stylesheet\" href='/studies/1/assets/app.css?v=2'>",
        null
    )]
    [InlineData("<script src=\"https://cdn.example/aws.js\" integrity=x></script>", null)]
    [InlineData("<link rel=canonical href=/nowhere><!-- <script src=old.js></script> -->", null)]
    [InlineData("<img src=\"data:image/png;base64,AA\">", null)]
    [InlineData("<SCRIPT async src=\"/studies/1/assets/lost.js\"></SCRIPT>", "lost.js")]
    [InlineData("<script src=\"/assets/app.js\"></script>", "isn't below /studies/1/")]
    [InlineData("<script src=\"/studies/1/../../secret.js\"></script>", "didn't make")]
    [InlineData("<link rel='icon' href='favicon.ico'>", "favicon.ico")]
    [InlineData("<link rel='shortcut icon' href='favicon.ico'>", "favicon.ico")]
    [InlineData("<script>var page = '<script src=lost.js>';</script>", null)]
    [InlineData("<title><img src=lost.png></title><style>/* <img src=lost.png> */</style>", null)]
    [InlineData("<img alt='>' src='lost.png'>", "lost.png")]
    [InlineData("<script src='assets/app.js&#63;v=1'></script><link rel=icon href=/>", null)]
    public void Is_whole_when_it_finds_everything_that_it_loads(string html, string? fault)
    {
        HashSet<string> paths = ["assets/app.js", "assets/app.css", "index.html"];
        var actual = BuiltPage.FindFault(html, "/studies/1/", paths);
        if (fault is null)
            Assert.Null(actual);
        else
            Assert.Contains(fault, actual);
    }

    /// <summary>A tree of the same page takes minutes.</summary>
    [Fact]
    public void Is_read_quickly_whatever_is_in_it()
    {
        var nested = string.Concat(Enumerable.Repeat("<div>", 100_000));
        var closed = string.Concat(Enumerable.Repeat("</p>", 100_000));
        var clock = Stopwatch.StartNew();
        Assert.Null(BuiltPage.FindFault(nested + closed, "/studies/1/", new HashSet<string>()));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }
}
