using System.Net;
using System.Text;

namespace Chs.Application.Messaging;

/// <summary>The content of a mail, rendered both as plain text and as HTML.</summary>
/// <param name="Subject">Line breaks in it become spaces, so that a name in it can't add a header.</param>
/// <param name="Paragraphs">Plain text, which HTML shows literally. Empty paragraphs are left out.</param>
sealed record MailTemplate(string Subject, params IReadOnlyList<string> Paragraphs)
{
    /// <summary>Links below the text.</summary>
    public IReadOnlyList<(string Label, Uri Address)> Links { get; init; } = [];

    /// <summary>Address to which replies go; null: to the sender.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Whether people could have it sent again and again: see <see cref="MailLimits"/>. Warnings aren't limited.</summary>
    public bool IsLimited { get; init; }

    const string Footer = "This message was sent by CHS because of your account or your role on this site.";

    public string SubjectLine =>
        string.Join(' ', Subject.Split(['\r', '\n', '\0'], StringSplitOptions.RemoveEmptyEntries));

    public string RenderText()
    {
        var text = new StringBuilder();
        foreach (var paragraph in Paragraphs.Where(p => p.Length > 0))
            text.Append(paragraph).Append("\n\n");
        foreach (var (label, address) in Links)
            text.Append(label).Append(": ").Append(address).Append("\n\n");
        return text.Append("-- \n").Append(Footer).Append('\n').ToString();
    }

    public string RenderHtml()
    {
        var html = new StringBuilder(
            "<!doctype html><html lang=\"en\"><body style=\"font-family:sans-serif;max-width:40em\">"
        );
        foreach (var paragraph in Paragraphs.Where(p => p.Length > 0))
            html.Append("<p>").Append(Encode(paragraph).Replace("\n", "<br>")).Append("</p>");
        foreach (var (label, address) in Links)
            html.Append("<p><a href=\"")
                .Append(Encode(address.AbsoluteUri))
                .Append("\">")
                .Append(Encode(label))
                .Append("</a></p>");
        return html.Append("<hr><p><small>").Append(Footer).Append("</small></p></body></html>").ToString();
    }

    static string Encode(string text) => WebUtility.HtmlEncode(text);
}
