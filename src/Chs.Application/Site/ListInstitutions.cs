using System.Globalization;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Site;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Site;

/// <summary>Lists the institutions of the site's scientists, by place. Open to everybody.</summary>
public sealed record ListInstitutions : PagedQuery, IQuery<Page<InstitutionView>>, IWithinScope, IAnonymous
{
    internal override bool Takes(Cursor after) => Handler.ByPlace.Takes(after);

    internal sealed class Validator : PagedValidator<ListInstitutions>;

    internal sealed class Handler(IChsDb db) : IRequestHandler<ListInstitutions, Outcome<Page<InstitutionView>>>
    {
        internal static readonly Keyset<Institution> ByPlace = Keyset.By<Institution>(i => i.Place, i => i.Id);

        public async Task<Outcome<Page<InstitutionView>>> Handle(
            ListInstitutions request,
            CancellationToken cancellationToken
        )
        {
            var institutions = db.Institutions.AsNoTracking();
            var total = await institutions.CountIfAskedAsync(request, cancellationToken);
            var rows = await ByPlace.PageOf(institutions, request).ToListAsync(cancellationToken);
            return Page.Create(
                request,
                rows,
                total,
                row => new Cursor(row.Place.ToString(CultureInfo.InvariantCulture), row.Id),
                InstitutionView.Of
            );
        }
    }
}
