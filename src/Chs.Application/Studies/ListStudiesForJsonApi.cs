using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Studies;

/// <summary>Lists studies for v1 and v2: active and public ones, and for researchers those whose details they may read.</summary>
/// <remarks>The last modified study comes first.</remarks>
public sealed record ListStudiesForJsonApi(PageNumber Page) : IQuery<NumberedPage<JsonApiStudy>>, IWithinScope
{
    internal sealed class Handler(IChsDb db, AccessControl access, JsonApiStudyQueries studies, Actor actor)
        : IRequestHandler<ListStudiesForJsonApi, Outcome<NumberedPage<JsonApiStudy>>>
    {
        public async Task<Outcome<NumberedPage<JsonApiStudy>>> Handle(
            ListStudiesForJsonApi request,
            CancellationToken cancellationToken
        )
        {
            var visible = await VisibleStudiesAsync(cancellationToken);
            return await studies.ViewsOf(visible).ToPageAsync(request.Page, cancellationToken);
        }

        async Task<IQueryable<Study>> VisibleStudiesAsync(CancellationToken cancellationToken)
        {
            var readable = await access.StudiesWithRightsAsync(StudyRight.ReadDetails, cancellationToken);
            // A key for some studies shows no others, not even those that are open to everybody.
            if (actor.IsLimitedToStudies)
                return db.Studies.Where(readable);
            var seesShared = actor.IsResearcher;
            return db.Studies.Where(Study.IsOpenToFamilies.Or(readable).Or(s => seesShared && s.IsPreviewShared));
        }
    }
}
