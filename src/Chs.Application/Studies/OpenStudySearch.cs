using System.Security.Cryptography;
using Chs.Application.Paging;
using Chs.Application.Ports;
using Chs.Domain.Eligibility;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Finds the studies that families look for, in the order in which they see them.</summary>
/// <remarks>
/// The order and most filters are of no database, so a few columns of all open studies are read: some thousand at most.
/// </remarks>
sealed class OpenStudySearch(IChsDb db)
{
    /// <summary>The studies in lists; those of no lab are in none.</summary>
    public IQueryable<Study> Listed =>
        db.Studies.Where(Study.IsOpenToFamilies).Where(Study.IsStartable).Where(s => s.LabId != null);

    /// <summary>The studies that match a query, in order.</summary>
    /// <param name="family">
    /// Uuid of the account for which they are ordered: each sees a shuffle of its own, which stays the same. Null: visitors.
    /// </param>
    public async Task<IReadOnlyList<OpenStudyFacts>> FindAsync(
        OpenStudiesQuery query,
        Guid? family,
        CancellationToken cancellationToken
    )
    {
        var studies = await FilteredAsync(query, withCriteria: family is not null, cancellationToken);
        var ages = AgeGroups.DaysOf(query);
        // The same letter can be written in two ways.
        var search = query.Search?.Trim().Normalize() ?? "";
        return
        [
            .. studies
                .Where(study =>
                    search.Length == 0 || study.Name.Normalize().Contains(search, StringComparison.OrdinalIgnoreCase)
                )
                .Where(study => ages is not { } wanted || study.Ages.Overlaps(wanted.From, wanted.To))
                .Select(study => study with { Order = OrderOf(study, query, family) })
                .OrderBy(study => study.Order, StringComparer.Ordinal),
        ];
    }

    async Task<List<OpenStudyFacts>> FilteredAsync(
        OpenStudiesQuery query,
        bool withCriteria,
        CancellationToken cancellationToken
    )
    {
        var studies = Listed;
        if (query.LabId is { } lab)
            studies = studies.Where(s => db.Labs.Any(l => l.Id == s.LabId && l.Uuid == lab));
        if (query.Location is { } location)
            studies = studies.Where(s => (s.Type == StudyType.External) == (location == StudyLocation.Elsewhere));
        if (query.When is { } when)
            studies = studies.Where(s =>
                (s.Type == StudyType.External && s.Details.External.IsScheduled) == (when == StudyTime.Scheduled)
            );
        return await OpenStudyFacts.Of(studies, withCriteria).ToListAsync(cancellationToken);
    }

    static string OrderOf(OpenStudyFacts study, OpenStudiesQuery query, Guid? family)
    {
        var order = family is { } account ? Shuffled(account, study.Id) : study.Id.ToString();
        // Higher priorities come first, and have at most two digits.
        return query.LabId is null ? order : $"{99 - study.Priority:00}{order}";
    }

    static string Shuffled(Guid family, Guid study)
    {
        Span<byte> both = stackalloc byte[32];
        family.TryWriteBytes(both, bigEndian: true, out _);
        study.TryWriteBytes(both[16..], bigEndian: true, out _);
        return Convert.ToHexStringLower(SHA256.HashData(both));
    }

    /// <summary>The page of a list that a query asks for, and one study more when the list continues.</summary>
    public static IReadOnlyList<OpenStudyFacts> PageOf(IEnumerable<OpenStudyFacts> studies, PagedQuery query)
    {
        var rest = query.After is { } after
            ? studies.Where(study => string.CompareOrdinal(study.Order, after.Text) > 0)
            : studies;
        return [.. rest.Take(query.Limit + 1)];
    }

    /// <summary>Makes the page that a query asks for.</summary>
    /// <param name="rows">What <see cref="PageOf"/> found.</param>
    /// <param name="total">Number of studies in the list.</param>
    /// <param name="itemOf">What it shows of a study; null: it has been deleted since it was found.</param>
    public static Page<TItem> ToPage<TItem>(
        PagedQuery query,
        IReadOnlyList<OpenStudyFacts> rows,
        int total,
        Func<OpenStudyFacts, TItem?> itemOf
    )
        where TItem : class
    {
        var limit = query.Limit;
        var last = rows.Count > limit ? rows[limit - 1] : null;
        var next = last is null ? null : new Cursor(last.Order, last.Key).ToText(query.ListId);
        return new Page<TItem>(
            [.. rows.Take(limit).Select(itemOf).OfType<TItem>()],
            next,
            query.WithTotal ? total : null
        );
    }
}

/// <summary>What lists of studies are filtered and ordered by.</summary>
sealed record OpenStudyFacts
{
    public required long Key { get; init; }
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required AgeRange Ages { get; init; }
    public required string CriteriaExpression { get; init; }
    public required int Priority { get; init; }

    /// <summary>By which the list is ordered; no two studies share it.</summary>
    public string Order { get; init; } = "";

    /// <param name="withCriteria">Whether expressions are read, which may be long, and which visitors don't need.</param>
    public static IQueryable<OpenStudyFacts> Of(IQueryable<Study> studies, bool withCriteria) =>
        studies
            .AsNoTracking()
            .Select(s => new OpenStudyFacts
            {
                Key = s.Id,
                Id = s.Uuid,
                Name = s.Details.Name,
                Ages = s.Ages,
                CriteriaExpression = withCriteria ? s.Details.CriteriaExpression : "",
                Priority = s.Priority,
            });
}
