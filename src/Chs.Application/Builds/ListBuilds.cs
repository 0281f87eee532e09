using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>Lists the builds of a study, newest first.</summary>
public sealed record ListBuilds : PagedQuery, IQuery<Page<BuildView>>, IWithinScope
{
    public required Guid StudyId { get; init; }

    internal sealed class Validator : PagedValidator<ListBuilds>;

    internal sealed class Handler(IChsDb db, StudyFinder studies)
        : IRequestHandler<ListBuilds, Outcome<Page<BuildView>>>
    {
        public async Task<Outcome<Page<BuildView>>> Handle(ListBuilds request, CancellationToken cancellationToken)
        {
            var found = await studies.FindAsync(request.StudyId, StudyRight.ReadDetails, cancellationToken);
            if (found.Failed)
                return found.Error;
            var builds = db.Builds.AsNoTracking().Where(b => b.StudyId == found.Value.Id);
            if (request.After is { } after)
                builds = builds.Where(b => b.Id < after.Key);
            var rows = await builds
                .OrderByDescending(b => b.Id)
                .Take(request.Limit + 1)
                .Select(b => new
                {
                    Build = b,
                    RequestedBy = db
                        .Users.Where(u => u.Id == b.RequestedBy)
                        .Select(u => (Guid?)u.Uuid)
                        .FirstOrDefault(),
                })
                .ToListAsync(cancellationToken);
            return Page.Create(
                rows,
                request.Limit,
                row => new Cursor("", row.Build.Id),
                row => BuildView.Of(row.Build, row.RequestedBy, row.Build.Id == found.Value.CurrentBuildId)
            );
        }
    }
}
