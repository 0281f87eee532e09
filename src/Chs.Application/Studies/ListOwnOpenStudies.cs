using Chs.Application.Access;
using Chs.Application.Eligibility;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Rules;
using Chs.Domain;
using FluentValidation;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>
/// Lists the studies in which the actor's children can take part now, and whether each child is eligible, and why. Each
/// family has an order of its own, so that no study is always the last.
/// </summary>
public sealed record ListOwnOpenStudies : OpenStudiesQuery, IQuery<Page<OwnOpenStudyListItem>>, IOpenToFamilies
{
    /// <summary>Only for these of your children; absent: for all. Each study shows these children only.</summary>
    public IReadOnlyList<Guid>? ChildIds { get; init; }

    /// <summary>Only studies for which one of the children is eligible, or isn't.</summary>
    public bool? IsEligible { get; init; }

    /// <summary>
    /// Only studies that one of the children has done, or hasn't: of a study at this site the consent was given, to one
    /// elsewhere the family went on. With <c>isEligible</c>, both are said of the same child. Without children, neither leaves
    /// anything out.
    /// </summary>
    public bool? IsDone { get; init; }

    internal sealed class Validator : OpenStudiesValidator<ListOwnOpenStudies>
    {
        public Validator() => RuleFor(q => q.ChildIds).MustHoldAtMost(Page.MaximumLimit);
    }

    internal sealed class Handler(
        OpenStudySearch search,
        OpenStudyRows rows,
        FamilyEligibility families,
        EligibilityViews views,
        Actor actor
    ) : IRequestHandler<ListOwnOpenStudies, Outcome<Page<OwnOpenStudyListItem>>>
    {
        public async Task<Outcome<Page<OwnOpenStudyListItem>>> Handle(
            ListOwnOpenStudies request,
            CancellationToken cancellationToken
        )
        {
            var read = await families.ReadAsync(search.Listed, request.ChildIds, cancellationToken);
            if (read.Failed)
                return read.Error;
            var family = read.Value;
            var found = await search.FindAsync(request, actor.Id, cancellationToken);
            if (request.IsEligible is not null || request.IsDone is not null)
                found = [.. found.Where(study => family.Matches(study, request.IsEligible, request.IsDone))];
            var page = OpenStudySearch.PageOf(found, request);
            var shown = await rows.OfAsync(page, cancellationToken);
            var judged = page.Take(request.Limit).ToList();
            var eligibility = await views.OfFamilyAsync(family, judged, isInList: true, cancellationToken);
            return OpenStudySearch.ToPage(
                request,
                page,
                found.Count,
                study =>
                    shown.TryGetValue(study.Key, out var row)
                        ? new OwnOpenStudyListItem { Summary = row.Item, Children = eligibility[study.Key] }
                        : null
            );
        }
    }
}

/// <summary>A study as a family sees it in the list.</summary>
public sealed record OwnOpenStudyListItem
{
    public required OpenStudyListItem Summary { get; init; }

    /// <summary>The family's children, youngest first.</summary>
    public required IReadOnlyList<ChildEligibilityView> Children { get; init; }
}

/// <summary>Whether a child can take part in a study.</summary>
public sealed record ChildEligibilityView
{
    public required Reference Child { get; init; }

    /// <summary>
    /// <c>Eligible</c>, or why the child isn't, as a session that is begun anew would store it.
    /// </summary>
    /// <example>["Ineligible_TooYoung"]</example>
    public required IReadOnlyList<string> Codes { get; init; }

    /// <summary>Clause by clause why the child is eligible, or isn't. Families may take part in any case.</summary>
    public required EligibilityTraceView Trace { get; init; }

    /// <summary>
    /// Whether the child has done the study: at this site the consent was given, elsewhere the family went on.
    /// </summary>
    public required bool IsDone { get; init; }
}
