using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Lists studies for v1 and v2: active and public ones, and for researchers those whose details they may read.</summary>
/// <remarks>The last modified study comes first.</remarks>
public sealed record ListStudiesForJsonApi(PageNumber Page) : IQuery<NumberedPage<JsonApiStudy>>, IWithinScope
{
    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ListStudiesForJsonApi, Outcome<NumberedPage<JsonApiStudy>>>
    {
        public async Task<Outcome<NumberedPage<JsonApiStudy>>> Handle(
            ListStudiesForJsonApi request,
            CancellationToken cancellationToken
        )
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            var studies = await VisibleStudiesAsync(actor, cancellationToken);
            var page = await studies
                .OrderByDescending(s => s.ModifiedAt)
                .ThenByDescending(s => s.Id)
                .ToPageAsync(request.Page, cancellationToken);
            if (page.Failed)
                return page.Error;
            var items = await AddProtocolsAsync(page.Value.Items, cancellationToken);
            return new NumberedPage<JsonApiStudy>(items, page.Value.Count);
        }

        async Task<IQueryable<Study>> VisibleStudiesAsync(Actor actor, CancellationToken cancellationToken)
        {
            var readable = db
                .Studies.Where(await access.StudiesWithRightsAsync(StudyRight.ReadDetails, cancellationToken))
                .Select(s => s.Id);
            // A key that is limited to some studies doesn't reach shared previews of others.
            var seesShared = actor.IsResearcher && actor.Scope is not { Studies.Count: > 0 };
            return db
                .Studies.AsNoTracking()
                .Where(s =>
                    (s.State == StudyState.Active && s.IsPublic)
                    || readable.Contains(s.Id)
                    || (seesShared && s.IsPreviewShared)
                );
        }

        async Task<List<JsonApiStudy>> AddProtocolsAsync(
            IReadOnlyList<Study> studies,
            CancellationToken cancellationToken
        )
        {
            long[] keys = [.. studies.Select(s => s.Id)];
            var versions = await db
                .StudyVersions.AsNoTracking()
                .Where(v => keys.Contains(v.StudyId))
                .ToListAsync(cancellationToken);
            var versionsByStudy = versions.ToLookup(v => v.StudyId);
            List<JsonApiStudy> items = [];
            foreach (var study in studies)
            {
                var number = JsonApiStudy.NumberOf(study);
                var version = versionsByStudy[study.Id].Single(v => v.Number == number);
                items.Add(new JsonApiStudy(study, version.Protocol));
            }

            return items;
        }
    }
}
