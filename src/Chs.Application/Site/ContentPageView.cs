using Chs.Application.Pipeline;
using Chs.Domain.Site;

namespace Chs.Application.Site;

/// <summary>A page of the site.</summary>
public sealed record ContentPageView : IVersioned
{
    public required Guid Id { get; init; }

    /// <example>privacy</example>
    public required string Slug { get; init; }

    /// <example>en</example>
    public required string Language { get; init; }

    /// <example>Privacy</example>
    public required string Title { get; init; }

    /// <summary>The text as it was written.</summary>
    public required string Markdown { get; init; }

    /// <summary>The text as HTML without scripts, which can be put into a page as it is.</summary>
    /// <example>&lt;p&gt;We keep what you send us.&lt;/p&gt;</example>
    public required string Html { get; init; }

    public required bool IsPublished { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>Counts changes; also the ETag.</summary>
    public required int Version { get; init; }

    internal static ContentPageView Of(ContentPage page) =>
        new()
        {
            Id = page.Uuid,
            Slug = page.Slug,
            Language = page.Language,
            Title = page.Title,
            Markdown = page.Markdown,
            Html = SafeHtml.OfMarkdown(page.Markdown),
            IsPublished = page.IsPublished,
            ModifiedAt = page.ModifiedAt,
            Version = page.Version,
        };
}
