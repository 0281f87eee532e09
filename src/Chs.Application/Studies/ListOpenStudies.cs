using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>
/// Lists the studies that families can take part in now. Open to everybody, and the same for everybody:
/// <see cref="ListOwnOpenStudies"/> knows the family's children.
/// </summary>
public sealed record ListOpenStudies : OpenStudiesQuery, IQuery<Page<OpenStudyListItem>>, IWithinScope, IAnonymous
{
    internal sealed class Validator : OpenStudiesValidator<ListOpenStudies>;

    internal sealed class Handler(OpenStudySearch search, OpenStudyRows rows)
        : IRequestHandler<ListOpenStudies, Outcome<Page<OpenStudyListItem>>>
    {
        public async Task<Outcome<Page<OpenStudyListItem>>> Handle(
            ListOpenStudies request,
            CancellationToken cancellationToken
        )
        {
            var found = await search.FindAsync(request, family: null, cancellationToken);
            var page = OpenStudySearch.PageOf(found, request);
            var shown = await rows.OfAsync(page, cancellationToken);
            return OpenStudySearch.ToPage(
                request,
                page,
                found.Count,
                study => shown.GetValueOrDefault(study.Key)?.Item
            );
        }
    }
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
