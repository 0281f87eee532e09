namespace Chs.Domain.Accounts;

/// <summary>That a person agreed to a version of a text of the site, such as its terms. Never changed.</summary>
public sealed class TextAcceptance
{
    TextAcceptance() { }

    public long Id { get; private init; }
    public long UserId { get; private init; }

    /// <summary>Sets <see cref="UserId"/> when the person is saved together with it; otherwise not loaded.</summary>
    User? Owner { get; init; }

    /// <summary>The text's uuid, which a text that is made anew under the same name hasn't.</summary>
    public Guid Page { get; private init; }

    /// <summary>Its name, such as <c>terms</c>.</summary>
    public string Slug { get; private init; } = "";

    /// <summary>The language in which it was read.</summary>
    public string Language { get; private init; } = "";

    /// <summary>Counts changes of the text.</summary>
    public int Version { get; private init; }

    public DateTimeOffset AcceptedAt { get; private init; }

    public static TextAcceptance Of(User owner, Site.ContentPage page, DateTimeOffset now) =>
        new()
        {
            Owner = owner,
            UserId = owner.Id,
            Page = page.Uuid,
            Slug = page.Slug,
            Language = page.Language,
            Version = page.Version,
            AcceptedAt = now,
        };
}
