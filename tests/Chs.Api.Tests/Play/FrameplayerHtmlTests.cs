using System.Text.Json;
using Chs.Api.Play;
using Xunit;

namespace Chs.Api.Tests.Play;

/// <summary>The player's page as a family gets it.</summary>
public class FrameplayerHtmlTests
{
    const string Uploads =
        "<script>if (window.AWS && AWS.config) AWS.config.s3 = "
        + "{ endpoint: location.origin + \"/play/uploads\", s3ForcePathStyle: true };</script>";

    /// <summary>What has to come first.</summary>
    const string Beginning = "<script id=\"first\"></script>";

    /// <summary>As Ember writes it.</summary>
    const string Built = """
        <!DOCTYPE html>
        <html>
          <head>
            <meta charset="utf-8">
            <meta name="ember-lookit-frameplayer/config/environment" content="{0}" />
            <link rel="stylesheet" href="/studies/1/assets/vendor.css">
          </head>
          <body>
            <!-- <script src="/studies/1/old.js"></script> -->
            <script src="https://sdk.example/aws.js"></script>
            <script src="/studies/1/assets/vendor.js"></script>
            <script src="/studies/1/assets/app.js"></script>
          </body>
        </html>
        """;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Only_what_a_session_needs_is_written_into_it(string lineEnd)
    {
        var built = Built.ReplaceLineEndings(lineEnd);
        var page = FrameplayerHtml.ForSession(
            built.Replace("{0}", "%7B%22environment%22%3A%22production%22%7D"),
            Beginning
        );

        var content = page.Split("content=\"")[1].Split('"')[0];
        var expected = built
            .Replace("{0}", content)
            .Replace("<script src=\"https:", Beginning + "<script src=\"https:")
            .Replace("<script src=\"/studies/1/assets/vendor", Uploads + "<script src=\"/studies/1/assets/vendor");
        Assert.Equal(expected, page);
        var settings = JsonDocument.Parse(Uri.UnescapeDataString(content)).RootElement;
        Assert.Equal("production", settings.GetProperty("environment").GetString());
        Assert.Equal("none", settings.GetProperty("awsRecording").GetProperty("secretAccessKey").GetString());
    }

    [Theory]
    [InlineData("<SCRIPT src='/studies/1/app.js'></SCRIPT>", "{B}{U}<SCRIPT src='/studies/1/app.js'></SCRIPT>")]
    [InlineData("<script src=/studies/1/app.js></script>", "{B}{U}<script src=/studies/1/app.js></script>")]
    [InlineData(
        "<script>a = '<script src=\"/studies/1/\">';</script>",
        "{B}<script>a = '<script src=\"/studies/1/\">';</script>"
    )]
    [InlineData("<template><script>1</script></template>", "<template>{B}<script>1</script></template>")]
    [InlineData("<title><script></title><scripts>", "<title><script></title><scripts>")]
    [InlineData("<script async", "<script async")]
    [InlineData("<p title='<script>'>é😀<script>", "<p title='<script>'>é😀{B}<script>")]
    [InlineData("<script>1</script><script>2</script>", "{B}<script>1</script><script>2</script>")]
    public void Our_script_stands_before_the_first_one_and_nowhere_else(string built, string expected) =>
        Assert.Equal(
            expected.Replace("{B}", Beginning).Replace("{U}", Uploads),
            FrameplayerHtml.ForSession(built, Beginning)
        );

    [Theory]
    [InlineData("content=\"not json\"")]
    [InlineData("content=\"%5B%5D\"")]
    [InlineData("content=%7B%7D")]
    [InlineData("content")]
    [InlineData("")]
    public void Settings_of_another_form_stay_as_they_are(string attribute)
    {
        var page = $"<meta name=\"ember-lookit-frameplayer/config/environment\" {attribute}><p>";
        Assert.Equal(page, FrameplayerHtml.ForSession(page, Beginning));
    }

    [Theory]
    [InlineData("<meta content='{0}' name='ember-lookit-frameplayer/config/environment'>")]
    [InlineData("<META NAME=ember-lookit-frameplayer/config/environment CONTENT = \"{0}\">")]
    public void Settings_are_found_however_the_tag_is_written(string tag)
    {
        var page = FrameplayerHtml.ForSession(tag.Replace("{0}", "{&quot;a&quot;:1}"), Beginning);
        var written = page[tag.IndexOf('{')..^(tag.Length - tag.IndexOf('}') - 1)];
        Assert.Equal(tag.Replace("{0}", written), page);
        Assert.Equal(1, JsonDocument.Parse(Uri.UnescapeDataString(written)).RootElement.GetProperty("a").GetInt32());
    }
}
