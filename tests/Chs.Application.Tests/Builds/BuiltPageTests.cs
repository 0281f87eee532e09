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
        "<base href=/studies/1/><script src='assets/app.js'></script><link rel=\"stylesheet\" href='assets/app.css?v=2'>",
        null
    )]
    [InlineData("<script src=\"https://cdn.example/aws.js\" integrity=x></script>", null)]
    [InlineData("<link rel=canonical href=/nowhere><!-- <script src=old.js></script> -->", null)]
    [InlineData("<img src=\"data:image/png;base64,AA\">", null)]
    [InlineData("<SCRIPT async src=\"/studies/1/assets/lost.js\"></SCRIPT>", "lost.js")]
    [InlineData("<script src=\"/assets/app.js\"></script>", "isn't below /studies/1/")]
    [InlineData("<script src=\"/studies/1/../../secret.js\"></script>", "isn't below /studies/1/")]
    [InlineData("<script src='assets/app.js'></script>", "didn't make")]
    [InlineData("<script src='../assets/app.js'></script>", "isn't below /studies/1/")]
    [InlineData("<base><base href=/studies/1/><base href=/><script src='assets/app.js'></script>", null)]
    [InlineData("<base href=/ ><script src='assets/app.js'></script>", "isn't below /studies/1/")]
    [InlineData("<script src='http://[x'></script>", "is no address")]
    [InlineData("<link rel=stylesheet href=/studies/1/assets/lost.css>", "lost.css")]
    [InlineData("<link rel=\"alternate stylesheet\" href=../lost.css>", "lost.css")]
    [InlineData("<script type=Module src=lost.mjs></script>", "lost.mjs")]
    [InlineData("<script type=text/x-handlebars src=lost.hbs></script>", null)]
    [InlineData("<script src=/studies/1/assets/%61pp.js></script>", null)]
    [InlineData("<script>var page = '<script src=lost.js>';</script>", null)]
    [InlineData("<title><img src=lost.png></title><style>/* <img src=lost.png> */</style>", null)]
    [InlineData("<style>a > b {}</style><script src='lost.js'></script>", "lost.js")]
    [InlineData("<script src='/studies/1/assets/app.js&#63;v=1'></script><link rel=icon href=/>", null)]
    public void Is_whole_when_it_finds_everything_that_it_loads(string html, string? fault)
    {
        HashSet<string> paths = ["assets/app.js", "assets/app.css", "index.html"];
        var actual = BuiltPage.Check(html, "/studies/1/", paths);
        if (fault is null)
            Assert.Null(actual.Fault);
        else
            Assert.Contains(fault, actual.Fault);
    }

    /// <summary>The real frameplayer's page names two dozen icons at the root of the host.</summary>
    [Theory]
    [InlineData("<link rel='icon' href='favicon.ico'>", "names 'favicon.ico'")]
    [InlineData("<link rel='shortcut icon' href='/favicon.ico'>", "names '/favicon.ico'")]
    [InlineData("<link rel=manifest href=/manifest.json><link rel=apple-touch-icon href=/a.png>", "names 2 icons")]
    [InlineData("<img alt='>' src='lost.png'>", "names 'lost.png'")]
    [InlineData("<link rel=preload as=font href=/studies/1/lost.woff2>", "lost.woff2")]
    [InlineData("<link rel=canonical href=/nowhere><meta content=/browserconfig.xml>", null)]
    [InlineData(
        "<link rel=icon href=/logo.png?v=2><link rel=icon href=/studies/1/logo.png#x><link rel=icon href=/>",
        null
    )]
    [InlineData("<link rel=icon href=/assets/app.js>", "names '/assets/app.js'")]
    [InlineData("<link rel=icon href=logo.png>", "names 'logo.png'")]
    [InlineData("<script src=/studies/1/assets/app.js></script>", null)]
    public void May_lack_what_nobody_needs_to_play(string html, string? oddity)
    {
        var actual = BuiltPage.Check(
            html,
            "/studies/1/",
            new HashSet<string> { "assets/app.js", "logo.png", "index.html" }
        );
        Assert.Null(actual.Fault);
        if (oddity is null)
            Assert.Null(actual.Oddity);
        else
            Assert.Contains(oddity, actual.Oddity);
    }

    /// <summary>A tree of the same page takes minutes.</summary>
    [Fact]
    public void Is_read_quickly_whatever_is_in_it()
    {
        var nested = string.Concat(Enumerable.Repeat("<div>", 100_000));
        var closed = string.Concat(Enumerable.Repeat("</p>", 100_000));
        var clock = Stopwatch.StartNew();
        Assert.Null(BuiltPage.Check(nested + closed, "/studies/1/", new HashSet<string>()).Fault);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }
}
