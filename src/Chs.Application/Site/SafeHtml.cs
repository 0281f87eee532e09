using Ganss.Xss;
using Markdig;

namespace Chs.Application.Site;

/// <summary>Converts Markdown to HTML without scripts.</summary>
/// <remarks>Markdig escapes HTML in the text, and HtmlSanitizer removes what may have got past it.</remarks>
static class SafeHtml
{
    static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseAutoLinks()
        .Build();

    static readonly HtmlSanitizer Sanitizer = new(
        new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
            {
                "h1",
                "h2",
                "h3",
                "h4",
                "h5",
                "h6",
                "p",
                "a",
                "em",
                "strong",
                "code",
                "pre",
                "blockquote",
                "ul",
                "ol",
                "li",
                "hr",
                "br",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
                "img",
            },
            AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src", "alt", "title" },
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src" },
        }
    );

    public static string OfMarkdown(string markdown) => Sanitizer.Sanitize(Markdig.Markdown.ToHtml(markdown, Markdown));
}
