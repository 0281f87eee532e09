using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Chs.Application.Builds;

/// <summary>Reads the start tags of a page that a build made, in order, with their places in its text.</summary>
/// <remarks>
/// These pages come from researchers' builds, so no tree is built of them: nested elements can make that take minutes for
/// a page of 1 MB.
/// </remarks>
public static class PageTags
{
    public static IEnumerable<HtmlTagToken> Read(string html)
    {
        using var source = new TextSource(html);
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver);
        for (var token = tokenizer.Get(); token.Type is not HtmlTokenType.EndOfFile; token = tokenizer.Get())
        {
            if (token is not HtmlTagToken { Type: HtmlTokenType.StartTag } tag)
                continue;
            tokenizer.State = ContentOf(tag.Name);
            yield return tag;
        }
    }

    /// <summary>How what follows a start tag is read: in these elements a "&lt;" begins no other tag.</summary>
    static HtmlParseMode ContentOf(string element) =>
        element switch
        {
            "script" => HtmlParseMode.Script,
            "style" or "iframe" or "noembed" or "noframes" or "xmp" => HtmlParseMode.Rawtext,
            "title" or "textarea" => HtmlParseMode.RCData,
            "plaintext" => HtmlParseMode.Plaintext,
            _ => HtmlParseMode.PCData,
        };
}
