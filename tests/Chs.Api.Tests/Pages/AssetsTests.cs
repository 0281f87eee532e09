using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Chs.Api.Tests.Pages;

[Collection("api")]
public class AssetsTests(ApiHost host)
{
    [Fact]
    public async Task Scripts_of_a_page_are_served_for_ever()
    {
        using var nobody = host.Nobody();
        var page = await nobody.GetAsync("/").TextAsync();
        var script = Regex.Match(page, "src=\"(/stage/assets/[^\"]+)").Groups[1].Value;
        using var answer = await nobody.GetAsync(script);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("..%2Fappsettings.json")]
    [InlineData("%2Fetc%2Fpasswd")]
    public async Task Nothing_beside_the_scripts_is_served(string path)
    {
        using var nobody = host.Nobody();
        await nobody.GetAsync($"/stage/assets/{path}").HasStatusAsync(HttpStatusCode.NotFound);
    }
}
