using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
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
        public async Task<Outcome<Page<OpenStudyListItem>>> Handle(
            ListOpenStudies request,
            CancellationToken cancellationToken
        )
        {
            var before = request.After?.Key ?? long.MaxValue;
            var open = db.Studies.Where(Study.IsOpenToFamilies).Where(s => s.Id < before);
            var rows = await OpenStudyRow
                .Of(db, open)
                .OrderByDescending(row => row.Key)
                .Take(request.Limit + 1)
                .ToListAsync(cancellationToken);
            return Page.Create(rows, request.Limit, row => new Cursor("", row.Key), row => row.Item);
        }
    }
}

/// <summary>A study as families see it, and its key.</summary>
sealed record OpenStudyRow
{
    public required long Key { get; init; }
    public required OpenStudyListItem Item { get; init; }

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
                Lab = lab.Name,
                Type = study.Type,
                PreviewSummary = study.Details.PreviewSummary,
                ShortDescription = study.Details.ShortDescription,
                Purpose = study.Details.Purpose,
                Criteria = study.Details.Criteria,
                Compensation = study.Details.Compensation,
                Duration = study.Details.Duration,
                Ages = AgeRangeView.Of(study.Ages),
            },
        };
}

/// <summary>A study as families see it in the list.</summary>
public sealed record OpenStudyListItem
{
    public required Guid Id { get; init; }

    /// <example>Faces and voices</example>
    public required string Name { get; init; }

    /// <example>Sunshine Lab</example>
    public required string Lab { get; init; }

    public required StudyType Type { get; init; }
    public required string PreviewSummary { get; init; }
    public required string ShortDescription { get; init; }
    public required string Purpose { get; init; }

    /// <summary>Who may take part, in words.</summary>
    public required string Criteria { get; init; }

    public required string Compensation { get; init; }
    public required string Duration { get; init; }
    public required AgeRangeView Ages { get; init; }
}
