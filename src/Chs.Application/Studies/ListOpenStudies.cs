using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Lists the studies that families can take part in now, newest first. Open to everybody.</summary>
public sealed record ListOpenStudies : PagedQuery, IQuery<Page<OpenStudyListItem>>, IWithinScope, IAnonymous
{
    internal sealed class Validator : PagedValidator<ListOpenStudies>;

    internal sealed class Handler(IChsDb db) : IRequestHandler<ListOpenStudies, Outcome<Page<OpenStudyListItem>>>
    {
        static readonly Keyset<Study> NewestFirst = Keyset.ByKey<Study>(s => s.Id, isDescending: true);

        public async Task<Outcome<Page<OpenStudyListItem>>> Handle(
            ListOpenStudies request,
            CancellationToken cancellationToken
        )
        {
            var open = db.Studies.Where(Study.IsOpenToFamilies).Where(Study.IsStartable);
            var total = await open.CountIfAskedAsync(request, cancellationToken);
            var rows = await OpenStudyRow.Of(db, NewestFirst.PageOf(open, request)).ToListAsync(cancellationToken);
            return Page.Create(request, rows, total, row => new Cursor("", row.Key), row => row.Item);
        }
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
}

/// <summary>A study as families see it in the list.</summary>
public sealed record OpenStudyListItem
{
    public required Guid Id { get; init; }

    /// <example>Faces and voices</example>
    public required string Name { get; init; }

    public required Reference Lab { get; init; }

    public required StudyType Type { get; init; }
    public required string PreviewSummary { get; init; }
    public required string ShortDescription { get; init; }
    public required string Purpose { get; init; }

    /// <summary>Who may take part, in words.</summary>
    public required string Criteria { get; init; }

    public required string Compensation { get; init; }
    public required string Duration { get; init; }
    public required AgeRangeView Ages { get; init; }

    /// <summary>Address of the picture below the site's own, such as <c>/media/…</c>; null: none.</summary>
    public required string? Image { get; init; }
}
