using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Reads what families see of studies.</summary>
sealed class OpenStudyRows(IChsDb db, StudyFinder finder)
{
    /// <summary>Finds a study that families can begin now, whether or not it is in lists.</summary>
    public async Task<Outcome<OpenStudyRow>> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var studies = db.Studies.Where(s => s.Uuid == id);
        var open = OpenStudyRow.Of(db, studies.Where(Study.IsStartable));
        return await open.SingleOrDefaultAsync(cancellationToken) is { } row
            ? row
            : await RefusalAsync(studies, cancellationToken);
    }

    /// <summary>Tells of studies that families knew; of others nobody learns whether they exist.</summary>
    async Task<Error> RefusalAsync(IQueryable<Study> studies, CancellationToken cancellationToken)
    {
        var study = await studies.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return study is { HasStopped: true } or { State: StudyState.Active }
            ? await finder.NotActiveAsync(study, cancellationToken)
            : Error.NotFound("study");
    }

    /// <summary>What families see of these studies, by their keys.</summary>
    public Task<Dictionary<long, OpenStudyRow>> OfAsync(
        IReadOnlyCollection<OpenStudyFacts> studies,
        CancellationToken cancellationToken
    )
    {
        long[] keys = [.. studies.Select(study => study.Key)];
        return OpenStudyRow
            .Of(db, db.Studies.Where(s => keys.Contains(s.Id)))
            .ToDictionaryAsync(row => row.Key, cancellationToken);
    }
}

/// <summary>A study as families see it, and its key.</summary>
sealed record OpenStudyRow
{
    public required long Key { get; init; }
    public required OpenStudyListItem Item { get; init; }
    public required string ContactInfo { get; init; }
    public required bool IsPublic { get; init; }

    public static IQueryable<OpenStudyRow> Of(IChsDb db, IQueryable<Study> studies) =>
        from study in studies.AsNoTracking()
        join lab in db.Labs on study.LabId equals lab.Id
        select new OpenStudyRow
        {
            Key = study.Id,
            Item = new OpenStudyListItem
            {
                Id = study.Uuid,
                Name = study.Details.Name,
                Lab = new Reference(lab.Uuid, lab.Name),
                Type = study.Type,
                PreviewSummary = study.Details.PreviewSummary,
                ShortDescription = study.Details.ShortDescription,
                Purpose = study.Details.Purpose,
                Criteria = study.Details.Criteria,
                Compensation = study.Details.Compensation,
                Duration = study.Details.Duration,
                Ages = AgeRangeView.Of(study.Ages),
                Image = study.Image == null ? null : Media.AddressOf(study.Image),
            },
            ContactInfo = study.Details.ContactInfo,
            IsPublic = study.IsPublic,
        };

    public OpenStudyView ToView() =>
        new()
        {
            Summary = Item,
            ContactInfo = ContactInfo,
            IsPublic = IsPublic,
        };
}
