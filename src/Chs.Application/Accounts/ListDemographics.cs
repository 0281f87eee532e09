using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Lists the family's answers to the demographic survey, newest first: the first are those that hold now.</summary>
public sealed record ListDemographics : PagedQuery, IQuery<Page<DemographicsView>>, IOpenToFamilies
{
    internal override bool Takes(Cursor after) => Handler.NewestFirst.Takes(after);

    internal sealed class Validator : PagedValidator<ListDemographics>;

    internal sealed class Handler(IChsDb db, Actor actor)
        : IRequestHandler<ListDemographics, Outcome<Page<DemographicsView>>>
    {
        internal static readonly Keyset<DemographicSnapshot> NewestFirst = Keyset.By<DemographicSnapshot>(
            d => d.CreatedAt,
            d => d.Id,
            isDescending: true
        );

        public async Task<Outcome<Page<DemographicsView>>> Handle(
            ListDemographics request,
            CancellationToken cancellationToken
        )
        {
            var own = db.DemographicSnapshots.AsNoTracking().Where(d => d.UserId == actor.Key);
            var total = await own.CountIfAskedAsync(request, cancellationToken);
            var rows = await NewestFirst.PageOf(own, request).ToListAsync(cancellationToken);
            return Page.Create(
                request,
                rows,
                total,
                d => new Cursor(InstantCursor.Format(d.CreatedAt), d.Id),
                DemographicsView.Of
            );
        }
    }
}
