namespace Chs.Domain.Site;

/// <summary>A text of the site that its staff edit, such as the FAQ, the privacy statement or the terms.</summary>
/// <remarks>There is one per name and language.</remarks>
public sealed class ContentPage : Aggregate
{
    ContentPage() { }

    /// <summary>Name in URLs, such as <c>privacy</c>; at most 100 characters.</summary>
    public string Slug { get; private init; } = "";

    /// <summary>A language tag, such as <c>en</c> or <c>pt-BR</c>.</summary>
    public string Language { get; private init; } = "";

    /// <summary>At most 255 characters.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The text in Markdown. HTML in it is shown as text.</summary>
    public string Markdown { get; private set; } = "";

    /// <summary>Whether it is visible to others than staff.</summary>
    public bool IsPublished { get; private set; }

    public DateTimeOffset ModifiedAt { get; private set; }

    public static ContentPage Create(
        string slug,
        string language,
        string title,
        string markdown,
        bool isPublished,
        Guid? by,
        DateTimeOffset now
    )
    {
        var page = new ContentPage
        {
            Uuid = Guid.CreateVersion7(now),
            Slug = slug,
            Language = language,
            Title = title,
            Markdown = markdown,
            IsPublished = isPublished,
            ModifiedAt = now,
        };
        page.RecordCreation(new ContentPageSaved(page.Uuid, slug, language, by, now));
        return page;
    }

    /// <summary>Changes the text. Does nothing when nothing differs.</summary>
    public void Update(string title, string markdown, bool isPublished, Deed deed)
    {
        if (title == Title && markdown == Markdown && isPublished == IsPublished)
            return;
        Title = title;
        Markdown = markdown;
        IsPublished = isPublished;
        ModifiedAt = deed.At;
        Record(new ContentPageSaved(Uuid, Slug, Language, deed.By, deed.At));
    }

    /// <summary>Notes that the page is deleted.</summary>
    public void RecordRemoval(Deed deed) => Record(new ContentPageRemoved(Uuid, Slug, Language, deed.By, deed.At));
}
