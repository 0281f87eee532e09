using System.Net;
using System.Text;

namespace Chs.Application.Messaging;

/// <summary>What a mail says, once: as text and as HTML it reads the same.</summary>
/// <param name="Subject">Line breaks in it become blanks, so that no name can add a header.</param>
/// <param name="Paragraphs">Plain text; whatever people typed is shown, not obeyed.</param>
sealed record MailTemplate(string Subject, params IReadOnlyList<string> Paragraphs)
{
    /// <summary>Where the reader goes on: what it is, and its address.</summary>
    public IReadOnlyList<(string What, Uri Where)> Links { get; init; } = [];

    /// <summary>Where answers go; null: to the site.</summary>
    public string? ReplyTo { get; init; }

    const string Why = "This message was sent by CHS because of your account or your role on this site.";

    public string Line => string.Join(' ', Subject.Split(['\r', '\n', '\0'], StringSplitOptions.RemoveEmptyEntries));

    public string Text()
    {
        var text = new StringBuilder();
        foreach (var paragraph in Paragraphs.Where(p => p.Length > 0))
            text.Append(paragraph).Append("\n\n");
        foreach (var (what, where) in Links)
            text.Append(what).Append(": ").Append(where).Append("\n\n");
        return text.Append("-- \n").Append(Why).Append('\n').ToString();
    }

    public string Html()
    {
        var html = new StringBuilder(
            "<!doctype html><html lang=\"en\"><body style=\"font-family:sans-serif;max-width:40em\">"
        );
        foreach (var paragraph in Paragraphs.Where(p => p.Length > 0))
            html.Append("<p>").Append(Encode(paragraph).Replace("\n", "<br>")).Append("</p>");
        foreach (var (what, where) in Links)
            html.Append("<p><a href=\"")
                .Append(Encode(where.AbsoluteUri))
                .Append("\">")
                .Append(Encode(what))
                .Append("</a></p>");
        return html.Append("<hr><p><small>").Append(Why).Append("</small></p></body></html>").ToString();
    }

    static string Encode(string text) => WebUtility.HtmlEncode(text);
}
