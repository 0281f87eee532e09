namespace Chs.Domain.Site;

/// <summary>A text of the site that its staff edit: questions and answers, privacy, terms. One per name and language.</summary>
public sealed class ContentPage : Aggregate
{
    ContentPage() { }

    /// <summary>Name in addresses, such as <c>privacy</c>; at most 100 characters.</summary>
    public string Slug { get; private init; } = "";

    /// <summary>A language tag, such as <c>en</c> or <c>pt-BR</c>.</summary>
    public string Language { get; private init; } = "";

    /// <summary>At most 255 characters.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The text in Markdown; HTML in it is text, not HTML.</summary>
    public string Markdown { get; private set; } = "";

    /// <summary>Whether others than staff see it.</summary>
    public bool IsPublished { get; private set; }

    public DateTimeOffset ModifiedAt { get; private set; }

    public static ContentPage Write(
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

    /// <summary>Says it otherwise. The same again changes nothing.</summary>
    public void Rewrite(string title, string markdown, bool isPublished, Guid by, DateTimeOffset now)
    {
        if ((Title, Markdown, IsPublished) == (title, markdown, isPublished))
            return;
        (Title, Markdown, IsPublished, ModifiedAt) = (title, markdown, isPublished, now);
        Record(new ContentPageSaved(Uuid, Slug, Language, by, now));
    }

    /// <summary>Says that it is deleted.</summary>
    public void RecordRemoval(Guid by, DateTimeOffset now) =>
        Record(new ContentPageRemoved(Uuid, Slug, Language, by, now));
}

/// <summary>A text of the site was written or rewritten.</summary>
public sealed record ContentPageSaved(Guid Page, string Slug, string Language, Guid? By, DateTimeOffset At)
    : DomainEvent(At);

/// <summary>A text of the site is gone.</summary>
public sealed record ContentPageRemoved(Guid Page, string Slug, string Language, Guid By, DateTimeOffset At)
    : DomainEvent(At);
