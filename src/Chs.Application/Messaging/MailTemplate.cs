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

    /// <summary>Link with which a family wants no more of these mails; null: mails about an account or a role.</summary>
    public Uri? Unsubscribe { get; init; }

    const string Footer = "This message was sent by CHS because of your account or your role on this site.",
        FamilyFooter = "This message was sent by CHS because your family takes part in studies here.",
        UnsubscribeLabel = "No more of these mails";

    public string SubjectLine =>
        string.Join(' ', Subject.Split(['\r', '\n', '\0'], StringSplitOptions.RemoveEmptyEntries));

    public string RenderText()
    {
        var text = new StringBuilder();
        foreach (var paragraph in Paragraphs.Where(p => p.Length > 0))
            text.Append(paragraph).Append("\n\n");
        foreach (var (label, address) in Links)
            text.Append(label).Append(": ").Append(address).Append("\n\n");
        text.Append("-- \n").Append(Unsubscribe is null ? Footer : FamilyFooter).Append('\n');
        if (Unsubscribe is { } link)
            text.Append(UnsubscribeLabel).Append(": ").Append(link).Append('\n');
        return text.ToString();
    }

    public string RenderHtml()
    {
        var html = new StringBuilder(
            "<!doctype html><html lang=\"en\"><body style=\"font-family:sans-serif;max-width:40em\">"
        );
        foreach (var paragraph in Paragraphs.Where(p => p.Length > 0))
            html.Append("<p>").Append(Encode(paragraph).Replace("\n", "<br>")).Append("</p>");
        foreach (var (label, address) in Links)
            html.Append("<p>").Append(Anchor(label, address)).Append("</p>");
        html.Append("<hr><p><small>").Append(Unsubscribe is null ? Footer : FamilyFooter);
        if (Unsubscribe is { } link)
            html.Append("<br>").Append(Anchor(UnsubscribeLabel, link));
        return html.Append("</small></p></body></html>").ToString();
    }

    static string Anchor(string label, Uri address) =>
        $"""<a href="{Encode(address.AbsoluteUri)}">{Encode(label)}</a>""";

    static string Encode(string text) => WebUtility.HtmlEncode(text);
}
