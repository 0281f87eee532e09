using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Site;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>The texts of the site to which people agree: its terms and its privacy notice, where staff have published them.</summary>
sealed class SiteTexts(IChsDb db)
{
    static readonly string[] Slugs = ["privacy", "terms"];

    /// <summary>Lists what everybody agrees to: each text in each of its languages.</summary>
    public async Task<IReadOnlyList<TextToAccept>> ListAsync(CancellationToken cancellationToken) =>
        await Current()
            .OrderBy(p => p.Slug)
            .ThenBy(p => p.Language)
            .Select(p => new TextToAccept(p.Slug, p.Language, p.Title, p.Version))
            .ToArrayAsync(cancellationToken);

    /// <summary>Lists the texts to which a person hasn't agreed, or only to earlier versions, in each of their languages.</summary>
    public async Task<IReadOnlyList<TextToAccept>> ListMissingAsync(User user, CancellationToken cancellationToken)
    {
        var accepted = Current()
            .Where(p => db.TextAcceptances.Any(a => a.UserId == user.Id && a.Page == p.Uuid && a.Version == p.Version))
            .Select(p => p.Slug);
        return await Current()
            .Where(p => !accepted.Contains(p.Slug))
            .OrderBy(p => p.Slug)
            .ThenBy(p => p.Language)
            .Select(p => new TextToAccept(p.Slug, p.Language, p.Title, p.Version))
            .ToArrayAsync(cancellationToken);
    }

    /// <summary>Finds the pages to which somebody agrees who signs up, which must be all texts.</summary>
    public async Task<Outcome<IReadOnlyList<ContentPage>>> FindAllAsync(
        IReadOnlyList<AcceptedText> accepted,
        CancellationToken cancellationToken
    )
    {
        var current = await Current().ToListAsync(cancellationToken);
        var found = Find(accepted, current);
        if (found.Failed)
            return found;
        var isComplete = current.All(page => found.Value.Any(read => read.Slug == page.Slug));
        return isComplete ? found : AccountErrors.TextsNotAccepted;
    }

    /// <summary>Finds the pages to which somebody agrees.</summary>
    public async Task<Outcome<IReadOnlyList<ContentPage>>> FindAsync(
        IReadOnlyList<AcceptedText> accepted,
        CancellationToken cancellationToken
    ) => Find(accepted, await Current().ToListAsync(cancellationToken));

    /// <summary>Stores that a person agreed.</summary>
    public void Accept(User user, IReadOnlyList<ContentPage> pages, DateTimeOffset now) =>
        db.TextAcceptances.AddRange(pages.Select(page => TextAcceptance.Of(user, page, now)));

    static Outcome<IReadOnlyList<ContentPage>> Find(
        IReadOnlyList<AcceptedText> accepted,
        IReadOnlyList<ContentPage> current
    )
    {
        var read = accepted.Select(text => text with { Title = null }).ToHashSet();
        List<ContentPage> found =
        [
            .. current.Where(page => read.Contains(new AcceptedText(page.Slug, page.Language, page.Version))),
        ];
        if (found.Count < read.Count)
            return AccountErrors.TextOutdated;
        return found;
    }

    IQueryable<ContentPage> Current() =>
        db.ContentPages.AsNoTracking().Where(p => p.IsPublished && Slugs.Contains(p.Slug));
}

/// <summary>A text of the site to which people agree, in one language.</summary>
/// <param name="Slug">Its name, for <c>getContentPage</c>.</param>
/// <param name="Language">A language tag.</param>
/// <param name="Title">Its title.</param>
/// <param name="Version">Counts its changes.</param>
public sealed record TextToAccept(string Slug, string Language, string Title, int Version);

/// <summary>A text of the site to which a person agrees, as it was read.</summary>
/// <param name="Slug">Its name.</param>
/// <param name="Language">The language in which it was read.</param>
/// <param name="Version">The version that was read.</param>
public sealed record AcceptedText(string Slug, string Language, int Version)
{
    /// <summary>Ignored: what the site lists can be sent as it is.</summary>
    public string? Title { get; init; }
}
