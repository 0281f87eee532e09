using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>Lists the builds of a study, newest first.</summary>
public sealed record ListBuilds : PagedQuery, IQuery<Page<BuildView>>, IWithinScope
{
    public required Guid StudyId { get; init; }

    internal sealed class Validator : PagedValidator<ListBuilds>;

    internal sealed class Handler(IChsDb db, StudyFinder studies, AccessControl access)
        : IRequestHandler<ListBuilds, Outcome<Page<BuildView>>>
    {
        static readonly Keyset<Build> NewestFirst = Keyset.ByKey<Build>(b => b.Id, isDescending: true);

        public async Task<Outcome<Page<BuildView>>> Handle(ListBuilds request, CancellationToken cancellationToken)
        {
            var found = await studies.FindAsync(request.StudyId, StudyRight.ReadDetails, cancellationToken);
            if (found.Failed)
                return found.Error;
            var builds = db.Builds.AsNoTracking().Where(b => b.StudyId == found.Value.Id);
            var total = await builds.CountIfAskedAsync(request, cancellationToken);
            var rows = await (
                from build in NewestFirst.PageOf(builds, request)
                join u in db.Users on build.RequestedBy equals (long?)u.Id into users
                from user in users.DefaultIfEmpty()
                select new
                {
                    Build = build,
                    RequestedBy = user == null ? null : Reference.OfAccount(user.Uuid, user.GivenName, user.FamilyName),
                }
            ).ToListAsync(cancellationToken);
            // A shared preview doesn't show who works on the study.
            var showsPeople = await access.CanWorkOnAsync(found.Value, cancellationToken);
            return Page.Create(
                request,
                rows,
                total,
                row => new Cursor("", row.Build.Id),
                row => BuildView.Of(row.Build, found.Value, showsPeople ? row.RequestedBy : null)
            );
        }
    }
}
