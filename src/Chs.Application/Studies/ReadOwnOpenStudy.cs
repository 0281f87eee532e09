using Chs.Application.Eligibility;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>
/// Reads a study that takes families now, also one that isn't in lists, with whether each of the actor's children is
/// eligible, and why.
/// </summary>
public sealed record ReadOwnOpenStudy(Guid StudyId) : IQuery<OwnOpenStudyView>, IOpenToFamilies
{
    internal sealed class Handler(IChsDb db, OpenStudyRows rows, FamilyEligibility families, EligibilityViews views)
        : IRequestHandler<ReadOwnOpenStudy, Outcome<OwnOpenStudyView>>
    {
        public async Task<Outcome<OwnOpenStudyView>> Handle(
            ReadOwnOpenStudy request,
            CancellationToken cancellationToken
        )
        {
            var found = await rows.FindAsync(request.StudyId, cancellationToken);
            if (found.Failed)
                return found.Error;
            var key = found.Value.Key;
            var studies = db.Studies.Where(s => s.Id == key);
            var read = OpenStudyFacts.Of(studies, withCriteria: true);
            if (await read.SingleOrDefaultAsync(cancellationToken) is not { } facts)
                return Error.NotFound("study");
            var family = await families.ReadAsync(studies, ids: null, cancellationToken);
            if (family.Failed)
                return family.Error;
            var eligibility = await views.OfFamilyAsync(family.Value, [facts], isInList: false, cancellationToken);
            return new OwnOpenStudyView { Study = found.Value.ToView(), Children = eligibility[facts.Key] };
        }
    }
}

/// <summary>A study as a family sees it on its page.</summary>
public sealed record OwnOpenStudyView
{
    public required OpenStudyView Study { get; init; }

    /// <summary>The family's children, youngest first.</summary>
    public required IReadOnlyList<ChildEligibilityView> Children { get; init; }
}
