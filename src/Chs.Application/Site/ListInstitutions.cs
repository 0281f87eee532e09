using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Site;

/// <summary>Lists the institutions of the site's scientists, by place. Open to everybody.</summary>
public sealed record ListInstitutions : PagedQuery, IQuery<Page<InstitutionView>>, IWithinScope, IAnonymous
{
    internal sealed class Validator : PagedValidator<ListInstitutions>;

    internal sealed class Handler(IChsDb db) : IRequestHandler<ListInstitutions, Outcome<Page<InstitutionView>>>
    {
        public async Task<Outcome<Page<InstitutionView>>> Handle(
            ListInstitutions request,
            CancellationToken cancellationToken
        )
        {
            var institutions = db.Institutions.AsNoTracking();
            if (request.After is { } after && int.TryParse(after.Text, out var place))
                institutions = institutions.Where(i => i.Place > place || (i.Place == place && i.Id > after.Key));
            var rows = await institutions
                .OrderBy(i => i.Place)
                .ThenBy(i => i.Id)
                .Take(request.Limit + 1)
                .ToListAsync(cancellationToken);
            return Page.Create(
                rows,
                request.Limit,
                row => new Cursor(row.Place.ToString(), row.Id),
                InstitutionView.Of
            );
        }
    }
}
