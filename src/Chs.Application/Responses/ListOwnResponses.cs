using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Responses;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Lists the sessions of the actor's own children, newest first.</summary>
public sealed record ListOwnResponses : PagedQuery, IQuery<Page<OwnResponseListItem>>, IOpenToFamilies
{
    /// <summary>Only sessions of this study.</summary>
    public Guid? StudyId { get; init; }

    /// <summary>Only sessions of this child.</summary>
    public Guid? ChildId { get; init; }

    internal sealed class Validator : PagedValidator<ListOwnResponses>;

    internal sealed class Handler(IChsDb db, OwnResponses own)
        : IRequestHandler<ListOwnResponses, Outcome<Page<OwnResponseListItem>>>
    {
        static readonly Keyset<Response> NewestFirst = Keyset.ByKey<Response>(r => r.Id, isDescending: true);

        public async Task<Outcome<Page<OwnResponseListItem>>> Handle(
            ListOwnResponses request,
            CancellationToken cancellationToken
        )
        {
            var responses = own.All;
            if (request.StudyId is { } study)
                responses = responses.Where(r => db.Studies.Any(s => s.Id == r.StudyId && s.Uuid == study));
            if (request.ChildId is { } child)
                responses = responses.Where(r => db.Children.Any(c => c.Id == r.ChildId && c.Uuid == child));
            var total = await responses.CountIfAskedAsync(request, cancellationToken);
            var rows = await own.RowsOf(NewestFirst.PageOf(responses, request)).ToListAsync(cancellationToken);
            return Page.Create(request, rows, total, row => new Cursor("", row.Key), row => row.ToItem());
        }
    }
}
