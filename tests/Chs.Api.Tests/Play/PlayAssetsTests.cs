using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Chs.Api.Tests.Play;

/// <summary>The scripts of families' pages. They are the same for everybody, so that they need no key.</summary>
[Collection("api")]
public class PlayAssetsTests(ApiHost host)
{
    [Fact]
    public async Task Scripts_of_a_page_are_served_for_ever()
    {
        var (client, study, child) = await host.FamilyAsync();
        using var parent = client;
        using var play = await parent.EnterAsync(study, child);
        var page = await play.GetAsync($"/studies/j/{study}/{child}/").TextAsync();
        var scripts = Regex
            .Matches(page, "src=\"(/play/assets/[^\"]+)")
            .Select(match => match.Groups[1].Value)
            .ToList();
        Assert.Equal(3, scripts.Count);
        using var nobody = parent.At(play.Address);
        foreach (var script in scripts)
        {
            using var answer = await nobody.GetAsync(script);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString());
        }
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("..%2Fappsettings.json")]
    [InlineData("%2Fetc%2Fpasswd")]
    public async Task Nothing_beside_the_scripts_is_served(string path)
    {
        using var nobody = host.Nobody().At(host.PlayAddress(Guid.NewGuid()));
        await nobody.GetAsync($"/play/assets/{path}").HasStatusAsync(HttpStatusCode.NotFound);
    }
}
