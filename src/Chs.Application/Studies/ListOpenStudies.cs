using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Lists the studies that families can take part in now, newest first. Open to everybody.</summary>
public sealed record ListOpenStudies : PagedQuery, IQuery<Page<OpenStudyItem>>, IWithinScope, IAnonymous
{
    internal sealed class Validator : PagedValidator<ListOpenStudies>;

    internal sealed class Handler(IChsDb db) : IRequestHandler<ListOpenStudies, Outcome<Page<OpenStudyItem>>>
    {
        public async Task<Outcome<Page<OpenStudyItem>>> Handle(
            ListOpenStudies request,
            CancellationToken cancellationToken
        )
        {
            var before = request.After?.Key ?? long.MaxValue;
            var rows = await (
                from study in db.Studies.AsNoTracking().Where(Study.IsOpenToFamilies)
                join lab in db.Labs on study.LabId equals lab.Id
                where study.Id < before
                orderby study.Id descending
                select new
                {
                    Key = study.Id,
                    Item = new OpenStudyItem
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
                }
            )
                .Take(request.Limit + 1)
                .ToListAsync(cancellationToken);
            return Page.Create(rows, request.Limit, row => new Cursor("", row.Key), row => row.Item);
        }
    }
}

/// <summary>A study as families see it in the list.</summary>
public sealed record OpenStudyItem
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
