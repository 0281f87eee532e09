using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Studies as scripts list them: active and public ones; to researchers also those whose details they may read. Last modified first.</summary>
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
            var readable = db
                .Studies.Where(await access.StudiesAsync(StudyRight.ReadDetails, cancellationToken))
                .Select(s => s.Id);
            var seesShared = actor.IsResearcher && actor.Scope is not { Studies.Count: > 0 };
            var studies = db
                .Studies.AsNoTracking()
                .Where(s =>
                    (s.State == StudyState.Active && s.IsPublic)
                    || readable.Contains(s.Id)
                    || (seesShared && s.IsPreviewShared)
                )
                .OrderByDescending(s => s.ModifiedAt)
                .ThenByDescending(s => s.Id);
            var page = await studies.ToPageAsync(request.Page, cancellationToken);
            if (page.Failed)
                return page.Error;

            long[] keys = [.. page.Value.Items.Select(s => s.Id)];
            var versions = (
                await db
                    .StudyVersions.AsNoTracking()
                    .Where(v => keys.Contains(v.StudyId))
                    .ToListAsync(cancellationToken)
            ).ToLookup(v => v.StudyId);
            return new NumberedPage<JsonApiStudy>(
                [
                    .. page.Value.Items.Select(study => new JsonApiStudy(
                        study,
                        versions[study.Id].Single(v => v.Number == JsonApiStudy.NumberOf(study)).Protocol
                    )),
                ],
                page.Value.Count
            );
        }
    }
}
