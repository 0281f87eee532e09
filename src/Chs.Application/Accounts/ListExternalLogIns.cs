using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Lists the log-ins elsewhere that open the actor's account, oldest first.</summary>
public sealed record ListExternalLogIns : PagedQuery, IQuery<Page<ExternalLogInItem>>, IOpenToFamilies
{
    internal sealed class Validator : PagedValidator<ListExternalLogIns>;

    internal sealed class Handler(IChsDb db, Actor actor)
        : IRequestHandler<ListExternalLogIns, Outcome<Page<ExternalLogInItem>>>
    {
        static readonly Keyset<ExternalIdentity> OldestFirst = Keyset.ByKey<ExternalIdentity>(
            i => i.Id,
            isDescending: false
        );

        public async Task<Outcome<Page<ExternalLogInItem>>> Handle(
            ListExternalLogIns request,
            CancellationToken cancellationToken
        )
        {
            var own = db.ExternalIdentities.AsNoTracking().Where(i => i.UserId == actor.Key);
            var total = await own.CountIfAskedAsync(request, cancellationToken);
            var rows = await OldestFirst.PageOf(own, request).ToListAsync(cancellationToken);
            return Page.Create(request, rows, total, i => new Cursor("", i.Id), ExternalLogInItem.Of);
        }
    }
}

/// <summary>A log-in elsewhere that opens your account.</summary>
/// <param name="Id">The link between both.</param>
/// <param name="Issuer">The provider's address.</param>
/// <param name="Subject">Who you are there, such as an ORCID iD.</param>
/// <param name="LinkedAt">Since when it opens your account.</param>
public sealed record ExternalLogInItem(Guid Id, string Issuer, string Subject, DateTimeOffset LinkedAt)
{
    internal static ExternalLogInItem Of(ExternalIdentity identity) =>
        new(identity.Uuid, identity.Issuer, identity.Subject, identity.CreatedAt);
}
